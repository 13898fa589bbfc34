package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerJarTest {
  @TempDir Path directory;

  @Test
  void holdsTheClassesOfTheWorkerAndNothingElse() throws IOException {
    Path all = jar("all.jar", "org/other/Other.class", "io/github/baci/A.class", "META-INF/x");
    try (Store store = store("store");
        ZipFile small = new ZipFile(WorkerJar.in(store, all).toFile())) {
      assertThat(small.stream().map(ZipEntry::getName)).containsExactly("io/github/baci/A.class");
      ZipEntry entry = small.getEntry("io/github/baci/A.class");
      assertThat(small.getInputStream(entry).readAllBytes()).asString().isEqualTo(entry.getName());
    }
  }

  @Test
  void hasTheSameBytesForTheSameClasses() throws IOException {
    Path one = jar("one.jar", "com/sun/jna/B.class", "io/github/baci/A.class");
    Path other = jar("other.jar", "io/github/baci/A.class", "x", "com/sun/jna/B.class");
    try (Store first = store("first");
        Store second = store("second")) {
      assertThat(WorkerJar.in(first, one)).hasSameBinaryContentAs(WorkerJar.in(second, other));
    }
  }

  @Test
  void isMadeOnceForAJar() throws IOException {
    Path all = jar("all.jar", "io/github/baci/A.class");
    try (Store store = store("store")) {
      Path made = WorkerJar.in(store, all);
      var time = Files.getLastModifiedTime(made);
      assertThat(WorkerJar.in(store, all)).isEqualTo(made);
      assertThat(Files.getLastModifiedTime(made)).isEqualTo(time);
    }
  }

  private Store store(String name) throws IOException {
    return DirectoryStore.open(directory.resolve(name));
  }

  private Path jar(String name, String... entries) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (String entry : List.of(entries)) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return file;
  }
}
