package io.github.baci.container.host;

import io.github.baci.container.BuilderFile;
import io.github.baci.store.Store;
import io.github.baci.store.WholeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An archive of the worker's classes as the JVM has them in memory (dynamic class data sharing),
 * which makes a worker start in half the time. It is made beside the second worker of a store, with
 * the lowest priority, and again when the Java runtime or a jar has changed.
 */
final class WorkerArchive implements AutoCloseable {
  private static final long SECONDS_TO_END = 5;

  private final Store store;
  private final WorkerClasspath classpath;
  private final String key;
  private final boolean isPossible;
  private @Nullable Making making;

  /**
   * An archive that is being made.
   *
   * @param process the JVM that makes it
   * @param staged where
   */
  private record Making(Process process, Store.Staged staged) {}

  WorkerArchive(Store store, WorkerClasspath classpath) throws IOException {
    this.store = store;
    this.classpath = classpath;
    this.isPossible = classpath.isOfJars();
    this.key = isPossible ? BuilderFile.WORKER.key(classpath.key() + ".jsa") : "";
  }

  /** Returns the flag that makes a JVM use the archive, if it is there. */
  List<String> flags() throws IOException {
    Optional<Path> ready =
        isPossible ? new WholeFiles(store).find(Store.Area.FILES, key) : Optional.empty();
    return ready.map(file -> List.of("-XX:SharedArchiveFile=" + file)).orElse(List.of());
  }

  /**
   * Begins to make the archive, if it is missing.
   *
   * @param java the command line of the worker, without the main class
   * @param trainer the main class of a program that loads what the worker loads, and ends
   */
  void makeIfMissing(List<String> java, List<String> trainer) throws IOException {
    if (!isPossible || store.find(Store.Area.FILES, key).isPresent()) {
      return;
    }
    Store.Staged staged = store.stage(Store.Area.FILES);
    Files.delete(staged.path());
    List<String> line = new java.util.ArrayList<>(List.of("nice", "-n", "19"));
    line.addAll(java);
    line.add(line.indexOf("-cp"), "-XX:ArchiveClassesAtExit=" + staged.path());
    line.addAll(trainer);
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .directory(classpath.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    try {
      Process process = builder.start();
      making = new Making(process, staged);
      process.getOutputStream().close();
    } catch (IOException e) {
      staged.close(); // without "nice", workers start more slowly, and that is all
    }
  }

  /** Waits a while for the archive; one that is not ready then is made another time. */
  @Override
  public void close() {
    Making begun = making;
    if (begun == null) {
      return;
    }
    try {
      boolean hasEnded = begun.process().waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
      if (hasEnded && begun.process().exitValue() == 0 && Files.exists(begun.staged().path())) {
        new WholeFiles(store).put(begun.staged(), Store.Area.FILES, key);
      }
    } catch (IOException e) {
      // without the archive, workers start more slowly, and that is all
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      begun.process().destroyForcibly();
      making = null;
      begun.staged().close();
    }
  }
}
