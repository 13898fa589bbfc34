package io.github.baci.build;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A build in a process of its own, that a test can kill. Arguments: context, store, output, a
 * reference for the name {@code base} in FROM, and for a build by rkt the executable, the stage1
 * image and rkt's data directory.
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
                  .formats(
                      OutputFormats.ACI.withOci(
                          Path.of(arguments[2] + ".oci"),
                          new OciOptions(
                              Optional.empty(), "latest", Map.of(), LayerCompression.GZIP)))
                  .storeDirectory(Path.of(arguments[1]))
                  .namedContexts(Map.of("base", arguments[3]))
                  .engine(engine(Arrays.asList(arguments).subList(4, arguments.length)))
                  .build(),
              BuildListener.SILENT);
    } catch (BaciException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static EngineOptions engine(List<String> rkt) {
    return rkt.isEmpty()
        ? EngineOptions.DEFAULT
        : new EngineOptions(
            EngineOptions.Kind.RKT,
            Optional.of(Path.of(rkt.get(0))),
            Optional.of(rkt.get(1)),
            Optional.of(Path.of(rkt.get(2))),
            List.of());
  }

  /** Starts the build as a child of this process; what it writes goes to a file. */
  static Process start(Path context, Path store, Path output, String base, Path log)
      throws IOException {
    return start(context, store, output, base, log, List.of());
  }

  /** Starts the build as {@link #start(Path, Path, Path, String, Path)}, by rkt. */
  static Process start(
      Path context, Path store, Path output, String base, Path log, List<String> rkt)
      throws IOException {
    List<String> command = command(context, store, output, base);
    command.addAll(rkt);
    File file = log.toFile();
    return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(file).start();
  }

  /** Returns the command line of the build, which can be put behind that of another program. */
  static List<String> command(Path context, Path store, Path output, String base) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(BuildProcess.class.getName());
    command.addAll(List.of(context.toString(), store.toString(), output.toString(), base));
    return command;
  }
}
