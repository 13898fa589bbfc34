package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs before or after the application, in the configuration of the plugin:
 *
 * <pre>{@code
 * <eventHandler>
 *   <name>pre-start</name>
 *   <exec>
 *     <arg>/usr/bin/prepare</arg>
 *     <arg>--quick</arg>
 *   </exec>
 * </eventHandler>
 * }</pre>
 */
public final class EventHandlerParameter {
  private @Nullable String name;
  private @Nullable List<String> exec;

  /** Sets the event, {@code pre-start} or {@code post-stop}. */
  public void setName(String name) {
    this.name = name;
  }

  /** Sets the command: the program's absolute path and its arguments. */
  public void setExec(List<String> exec) {
    this.exec = List.copyOf(exec);
  }

  static Map<String, List<String>> toMap(@Nullable List<EventHandlerParameter> handlers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    if (handlers == null) {
      return map;
    }
    for (EventHandlerParameter handler : handlers) {
      if (handler.name == null || handler.exec == null || handler.exec.isEmpty()) {
        throw new BaciException(
            "an <eventHandler> must have a <name>, pre-start or post-stop, and an <exec> with the"
                + " command");
      }
      if (map.put(handler.name, handler.exec) != null) {
        throw new BaciException("the event handler '%s' stands twice".formatted(handler.name));
      }
    }
    return map;
  }
}
