package io.github.baci.container.host;

import io.github.baci.api.BaciException;
import io.github.baci.container.builder.BuilderMain;
import io.github.baci.container.builder.IdMapping;
import io.github.baci.container.builder.Separation;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The command line of the worker's JVM. */
final class WorkerCommand {
  // Most builders live for a second or two: methods are compiled five times later than elsewhere,
  // which takes a third off the CPU time of a start. The optimising compiler stays on: only its
  // SHA-256 uses the CPU's instructions, and snapshots are hashed as they are written. What is
  // young
  // is collected after 38 MB, and not after 100, which would all be memory: next to nothing of it
  // is alive then.
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:-UsePerfData",
          "-XX:-MaxFDLimit", // commands inherit the limit
          "-Xshare:auto",
          "-Xss1900k", // for trees as deep as layers may have them; less than a huge page
          "-Xmx512m",
          "-Xmn48m",
          "-XX:CompileThresholdScaling=5",
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=CompileThresholdScaling,sun.security.provider.*::*,0.5",
          // What is called is in the process already; else JNA asks "ldconfig" where to look.
          "-Djna.platform.library.path=/",
          "-Djna.nounpack=true",
          "-Dfile.encoding=UTF-8");

  private final Store store;
  private final WorkerClasspath classpath;

  WorkerCommand(Store store, WorkerClasspath classpath) {
    this.store = store;
    this.classpath = classpath;
  }

  /**
   * Returns the program and its arguments.
   *
   * @param sockets the directory of the sockets
   * @param archive flags for the archive of classes
   * @param writable what commands may write to, beside the store
   * @param library JNA's native library
   */
  List<String> line(
      Path sockets,
      IdMapping mapping,
      Separation separation,
      List<String> archive,
      Collection<Path> writable,
      LoadedLibrary library)
      throws IOException {
    List<String> line = java(library.directories());
    line.addAll(1, archive);
    line.add(BuilderMain.class.getName());
    line.add(store.root().toString());
    line.add(sockets.toString());
    line.add(mapping.name());
    line.add(separation.name());
    writable.forEach(path -> line.add(path.toString()));
    return line;
  }

  /** Returns the program and its flags, without a main class. */
  List<String> java() throws IOException {
    return java(String.valueOf(NativeLibraryFile.in(store).getParent()));
  }

  private List<String> java(String libraryDirectories) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    if (!Files.isExecutable(java)) {
      throw new BaciException(
          "RUN needs a JVM for its builder, but '%s' is missing; run the build with a whole JDK"
              .formatted(java));
    }
    List<String> line = new ArrayList<>();
    line.add(java.toString());
    line.addAll(FLAGS);
    line.add("-Xmx%dm".formatted(MemoryLimit.heap(Path.of("/"))));
    line.add("-Djna.boot.library.path=" + libraryDirectories);
    line.add("-Djna.boot.library.name=" + NativeLibraryFile.NAME);
    line.add("-cp");
    line.add(classpath.argument());
    return line;
  }
}
