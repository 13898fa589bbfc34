package io.github.baci.container.host;

import io.github.baci.container.builder.BuilderMain;
import io.github.baci.container.builder.IdMapping;
import io.github.baci.container.builder.Separation;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The worker's program, for an image that has it inside. */
public final class BuilderProgram {
  /** The Java modules that it needs. */
  public static final List<String> MODULES = List.of("java.base", "java.logging");

  private BuilderProgram() {}

  /**
   * Returns the jars and class directories that it is loaded from.
   *
   * @param store where a jar is kept that has to be made
   */
  public static List<Path> classpath(Store store) throws IOException {
    return WorkerClasspath.current(store).places();
  }

  /**
   * Returns the native library of the system calls as a file.
   *
   * @param store where it is kept
   * @throws io.github.baci.api.BaciException if there is none for this CPU
   */
  public static Path nativeLibrary(Store store) throws IOException {
    return NativeLibraryFile.in(store);
  }

  /**
   * Returns the command that starts it as root.
   *
   * @param java the program {@code java}
   * @param nativeLibraries the directory of {@link #nativeLibrary}, under its own name
   * @param classpath where {@link #classpath} lies
   * @param store the root of the store
   * @param sockets the directory of the sockets
   * @param writable what commands may write to, beside the store; a star at the end stands for any
   *     rest of the name
   */
  public static List<String> command(
      String java,
      String nativeLibraries,
      List<String> classpath,
      String store,
      String sockets,
      String writable) {
    List<String> line = new ArrayList<>();
    line.add(java);
    line.addAll(WorkerCommand.FLAGS);
    line.add("-Djna.boot.library.path=" + nativeLibraries);
    line.add("-Djna.boot.library.name=" + NativeLibraryFile.NAME);
    line.add("-cp");
    line.add(String.join(":", classpath));
    line.add(BuilderMain.class.getName());
    line.add(store);
    line.add(sockets);
    line.add(IdMapping.ROOT.name());
    line.add(Separation.NAMESPACES.name());
    line.add(writable);
    return line;
  }
}
