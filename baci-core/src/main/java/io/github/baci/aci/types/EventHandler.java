package io.github.baci.aci.types;

import io.github.baci.api.BaciException;
import java.util.Arrays;
import java.util.List;

/**
 * What is run before an app starts or after it stopped.
 *
 * @param event when it is run
 * @param exec the command
 */
public record EventHandler(Event event, List<String> exec) {
  /** The events that the App Container Specification knows. */
  public enum Event {
    /** Before the app; it starts when the handler has ended. */
    PRE_START("pre-start"),
    /** After the app. */
    POST_STOP("post-stop");

    private final String text;

    Event(String text) {
      this.text = text;
    }

    /**
     * Reads the name of an event.
     *
     * @throws BaciException if there is no such event
     */
    public static Event parse(String name) {
      return Arrays.stream(values())
          .filter(event -> event.text.equals(name))
          .findFirst()
          .orElseThrow(
              () ->
                  new BaciException(
                      "'%s' is not an event: it must be pre-start or post-stop".formatted(name)));
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Copies the command. */
  public EventHandler {
    exec = List.copyOf(exec);
  }
}
