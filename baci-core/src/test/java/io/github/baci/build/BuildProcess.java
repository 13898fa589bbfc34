package io.github.baci.build;

import io.github.baci.Baci;
import io.github.baci.BaciException;
import io.github.baci.BuildListener;
import io.github.baci.BuildRequest;
import io.github.baci.aci.AciOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A build in a process of its own, that a test can kill. Arguments: context, store, output, and a
 * reference for the name {@code base} in FROM.
 */
final class BuildProcess {
  private BuildProcess() {}

  /** Runs the build. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      new Baci()
          .build(
              BuildRequest.builder(
                      Path.of(arguments[0]),
                      Path.of(arguments[2]),
                      AciOptions.named("example.com/process"))
                  .storeDirectory(Path.of(arguments[1]))
                  .namedContexts(Map.of("base", arguments[3]))
                  .build(),
              BuildListener.SILENT);
    } catch (BaciException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  /** Starts the build as a child of this process; what it writes goes to a file. */
  static Process start(Path context, Path store, Path output, String base, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BuildProcess.class.getName());
    command.addAll(List.of(context.toString(), store.toString(), output.toString(), base));
    File file = log.toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start();
  }
}
