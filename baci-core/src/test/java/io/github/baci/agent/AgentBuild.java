package io.github.baci.agent;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.StoreLocation;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A build as a CI agent runs it: the main class in the agent's container, and in a process on the
 * machine. Arguments: context, output, layout of the image {@code base}, and the store, or nothing
 * for the default one.
 */
final class AgentBuild {
  private AgentBuild() {}

  /** Runs the build; says how commands were run, and what went wrong. */
  public static void main(String[] arguments) throws InterruptedException {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    BuildListener listener =
        new BuildListener() {
          @Override
          public void note(String message) {
            out.println("note: " + message);
          }

          @Override
          public void warning(String message) {
            out.println("warning: " + message);
          }

          @Override
          public void stepOutput(StepId step, byte[] bytes) {
            out.writeBytes(bytes);
          }
        };
    try {
      Path store = arguments.length > 3 ? Path.of(arguments[3]) : StoreLocation.defaultDirectory();
      new Baci()
          .build(
              BuildRequest.builder(
                      Path.of(arguments[0]),
                      Path.of(arguments[1]),
                      AciOptions.named("example.com/agent"))
                  .storeDirectory(store)
                  .namedContexts(Map.of("base", "oci-layout://" + arguments[2]))
                  .timestamp(Instant.parse("2026-01-01T00:00:00Z"))
                  .build(),
              listener);
    } catch (BaciException e) {
      out.println("refused: " + e.getMessage());
      System.exit(1);
    }
  }
}
