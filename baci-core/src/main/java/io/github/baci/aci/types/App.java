package io.github.baci.aci.types;

import io.github.baci.api.BaciException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How an image is run.
 *
 * @param commands what is run
 * @param identity who an app runs as
 * @param workingDirectory an absolute path, or empty for {@code /}
 * @param environment the environment, in its order
 * @param mountPoints where the app expects volumes
 * @param ports the ports that it listens on
 * @param isolators the isolators
 * @param notes what is said of an app for others than the executor
 */
public record App(
    Commands commands,
    Identity identity,
    String workingDirectory,
    Map<String, String> environment,
    List<MountPoint> mountPoints,
    List<Port> ports,
    List<Isolator> isolators,
    Notes notes) {
  /**
   * What is run.
   *
   * @param exec the program and its arguments; may be empty
   * @param eventHandlers what is run before and after, at most one for each event
   */
  public record Commands(List<String> exec, List<EventHandler> eventHandlers) {
    /** Copies the collections. */
    public Commands {
      exec = List.copyOf(exec);
      eventHandlers = List.copyOf(eventHandlers);
    }
  }

  /**
   * Who an app runs as.
   *
   * @param user the user's name or number, or the path of a file whose owner it is
   * @param group the group's name or number, or the path of a file whose group it is
   * @param supplementaryGids further groups
   */
  public record Identity(String user, String group, List<Integer> supplementaryGids) {
    /** Copies the collections. */
    public Identity {
      supplementaryGids = List.copyOf(supplementaryGids);
    }
  }

  /**
   * What is said of an app for others than the executor.
   *
   * @param userAnnotations free annotations
   * @param userLabels free labels
   */
  public record Notes(Map<String, String> userAnnotations, Map<String, String> userLabels) {
    /** Copies the collections. */
    public Notes {
      userAnnotations = Collections.unmodifiableMap(new LinkedHashMap<>(userAnnotations));
      userLabels = Collections.unmodifiableMap(new LinkedHashMap<>(userLabels));
    }
  }

  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z_0-9.-]*");

  /** Copies the collections, which keep their order, and checks the rules of the specification. */
  public App {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    mountPoints = List.copyOf(mountPoints);
    ports = List.copyOf(ports);
    isolators = List.copyOf(isolators);
    if (identity.user().isEmpty() || identity.group().isEmpty()) {
      throw new BaciException("an app needs a user and a group");
    }
    if (!workingDirectory.isEmpty() && !workingDirectory.startsWith("/")) {
      throw new BaciException(
          "'%s' is not a workingDirectory: it must be an absolute path"
              .formatted(workingDirectory));
    }
    for (String name : environment.keySet()) {
      if (!isVariableName(name)) {
        throw new BaciException(
            "'%s' is not the name of an environment variable in an App Container: it must be letters, digits, '_', '.' and '-', and begin with a letter or '_'"
                .formatted(name));
      }
    }
    Set<EventHandler.Event> events = EnumSet.noneOf(EventHandler.Event.class);
    for (EventHandler handler : commands.eventHandlers()) {
      if (!events.add(handler.event())) {
        throw new BaciException(
            "there are two event handlers for '%s', and one is allowed".formatted(handler.event()));
      }
    }
    Isolator.checkTogether(isolators);
  }

  /** Returns whether the App Container Specification allows a name for an environment variable. */
  public static boolean isVariableName(String name) {
    return VARIABLE.matcher(name).matches();
  }

  /** Returns the program and its arguments. */
  public List<String> exec() {
    return commands.exec();
  }

  /** Returns what is run before and after, at most one for each event. */
  public List<EventHandler> eventHandlers() {
    return commands.eventHandlers();
  }

  /** Returns the user's name or number, or the path of a file whose owner it is. */
  public String user() {
    return identity.user();
  }

  /** Returns the group's name or number, or the path of a file whose group it is. */
  public String group() {
    return identity.group();
  }

  /** Returns further groups. */
  public List<Integer> supplementaryGids() {
    return identity.supplementaryGids();
  }

  /** Returns free annotations. */
  public Map<String, String> userAnnotations() {
    return notes.userAnnotations();
  }

  /** Returns free labels. */
  public Map<String, String> userLabels() {
    return notes.userLabels();
  }
}
