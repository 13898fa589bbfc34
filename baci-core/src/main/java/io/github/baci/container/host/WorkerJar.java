package io.github.baci.container.host;

import io.github.baci.api.Digest;
import io.github.baci.container.BuilderFile;
import io.github.baci.store.Store;
import io.github.baci.store.WholeFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * The worker's own classes out of a jar that holds much else, as the plugin's does: a small jar
 * opens quickly, and makes a small builder image. The same classes give the same bytes.
 */
final class WorkerJar {
  private static final List<String> PACKAGES = List.of("io/github/baci/", "com/sun/jna/");
  private static final String TABLES = "io/github/baci/container/seccomp/";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // a jar's first

  private WorkerJar() {}

  /**
   * Returns the small jar; makes it, if it is missing.
   *
   * @param jar the jar with all classes
   * @param store where the small one is kept
   */
  static Path in(Store store, Path jar) throws IOException {
    String source =
        "%s\n%d\n%s".formatted(jar, Files.size(jar), Files.getLastModifiedTime(jar).toMillis());
    String digest = Digest.sha256Of(source.getBytes(StandardCharsets.UTF_8)).hex();
    String key = BuilderFile.WORKER.key(digest.substring(0, 40) + ".jar");
    // Not by find(), which sets the time of the file: archives of classes hold on to that time.
    WholeFiles files = new WholeFiles(store);
    Optional<Path> ready = files.findUnmarked(Store.Area.FILES, key);
    if (ready.isPresent()) {
      return ready.get();
    }
    try (Store.Staged staged = store.stage(Store.Area.FILES)) {
      copy(jar, staged.path());
      return files.put(staged, Store.Area.FILES, key);
    }
  }

  private static void copy(Path jar, Path target) throws IOException {
    try (ZipFile from = new ZipFile(jar.toFile());
        OutputStream file = new BufferedOutputStream(Files.newOutputStream(target));
        ZipOutputStream to = new ZipOutputStream(file)) {
      to.setMethod(ZipOutputStream.STORED);
      List<? extends ZipEntry> classes =
          from.stream()
              .filter(entry -> isOfWorker(entry.getName()))
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry entry : classes) {
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTimeLocal(NO_TIME);
        copy.setSize(entry.getSize());
        copy.setCrc(entry.getCrc());
        to.putNextEntry(copy);
        try (InputStream in = from.getInputStream(entry)) {
          in.transferTo(to);
        }
        to.closeEntry();
      }
    }
  }

  private static boolean isOfWorker(String name) {
    boolean isNeeded = name.endsWith(".class") || name.startsWith(TABLES);
    return isNeeded && !name.endsWith("/") && PACKAGES.stream().anyMatch(name::startsWith);
  }
}
