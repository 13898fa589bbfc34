package io.github.baci.container.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerClasspathTest {
  @TempDir Path directory;

  @Test
  void aJarIsTheSameInAStoreThatWasCopiedWithItsTimes() throws IOException {
    WorkerClasspath one = classpath("one", "classes", 1_000_000_100L);
    WorkerClasspath copy = classpath("copy", "classes", 1_000_000_900L);
    assertThat(copy.argument()).isEqualTo(one.argument()).isEqualTo("worker.jar");
    assertThat(copy.key()).isEqualTo(one.key());
    assertThat(one.directory()).isEqualTo(directory.resolve("one"));
    assertThat(copy.directory()).isEqualTo(directory.resolve("copy"));
  }

  @Test
  void aJarOfAnotherSizeOrTimeIsAnother() throws IOException {
    String key = classpath("one", "classes", 1_000_000_000L).key();
    assertThat(classpath("larger", "more classes", 1_000_000_000L).key()).isNotEqualTo(key);
    assertThat(classpath("later", "classes", 1_000_001_000L).key()).isNotEqualTo(key);
  }

  @Test
  void severalPlacesAreNamedFromTheRoot() throws IOException {
    Path classes = Files.createDirectories(directory.resolve("classes"));
    Path jar = classpath("one", "classes", 0).places().get(0);
    WorkerClasspath both = new WorkerClasspath(List.of(classes, jar));
    assertThat(both.argument()).isEqualTo(classes + ":" + jar);
    assertThat(both.directory()).isEqualTo(Path.of("/"));
  }

  private WorkerClasspath classpath(String name, String content, long millis) throws IOException {
    Path jar = Files.createDirectories(directory.resolve(name)).resolve("worker.jar");
    Files.writeString(jar, content);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(millis));
    return new WorkerClasspath(List.of(jar));
  }
}
