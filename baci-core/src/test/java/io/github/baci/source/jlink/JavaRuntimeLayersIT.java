package io.github.baci.source.jlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links runtimes from the JDK of this build, and runs them with nothing else in their root. */
class JavaRuntimeLayersIT {
  private static final Path JDK = Path.of(System.getProperty("java.home"));

  @TempDir Path directory;
  private final List<String> activities = Collections.synchronizedList(new ArrayList<>());

  private Layer make(String store, JavaRuntime runtime) throws InterruptedException {
    BuildListener listener =
        new BuildListener() {
          @Override
          public void activity(String what) {
            activities.add(what);
          }
        };
    try (Store opened = DirectoryStore.open(directory.resolve(store))) {
      return new JavaRuntimeLayers(opened, new DirectoryLayerStore(opened), listener)
          .layer(runtime);
    }
  }

  /** Runs a command in a root of the layer alone, with /proc as every container has it. */
  private String run(Layer layer, String command) throws IOException {
    Path root = Files.createDirectories(directory.resolve("root"));
    Command.of("tar", "-xpf", layer.tar().toString(), "-C", root.toString()).succeed();
    Files.createDirectories(root.resolve("proc"));
    return Command.of("unshare", "-m", "--propagation", "private", "sh", "-c")
        .with("mount -t proc proc '%1$s/proc' && chroot '%1$s' %2$s".formatted(root, command))
        .env("LC_ALL", "C.UTF-8")
        .succeed();
  }

  @Test
  void modulesThatTheJdkHasNotAreNamedWithWhatMayBeMeant() {
    JavaRuntime misspelt =
        new JavaRuntime(JDK, List.of("java.base", "java.sqll", "jdk.nothing.like.it"));

    assertThatThrownBy(() -> make("store", misspelt))
        .isInstanceOf(BaciException.class)
        .hasMessage(
            "the JDK in '%s' has no module 'java.sqll' (did you mean java.sql?), nor 'jdk.nothing.like.it'"
                .formatted(JDK));
  }

  @Test
  void aRuntimeRunsWithNothingElse() throws Exception {
    Layer layer = make("store", new JavaRuntime(JDK, List.of("java.base")));

    assertThat(run(layer, "/opt/java/bin/java -XshowSettings:properties -version"))
        .contains("user.name = root")
        .contains("user.home = /root")
        .contains("sun.jnu.encoding = UTF-8");
    assertThat(Files.exists(directory.resolve("root/bin/sh"))).isFalse();
  }

  @Test
  void twoRunsGiveTheSameBytesAndOneStoreLinksOnce() throws Exception {
    JavaRuntime runtime = new JavaRuntime(JDK, List.of("java.logging", "java.base"));
    Layer first = make("one", runtime);
    Layer again = make("one", new JavaRuntime(JDK, List.of("java.base", "java.logging")));
    Layer second = make("two", runtime);

    assertThat(again.diffId()).isEqualTo(first.diffId());
    assertThat(second.diffId()).isEqualTo(first.diffId());
    assertThat(activities).hasSize(2);
  }

  @Test
  void furtherProgramsComeWithTheirLibraries() throws Exception {
    SortedMap<String, Path> files = new TreeMap<>();
    files.put("usr/bin/unshare", Path.of("/usr/bin/unshare"));

    Layer layer = make("store", new JavaRuntime(JDK, List.of("java.base"), files));

    assertThat(run(layer, "/usr/bin/unshare --version")).contains("util-linux");
  }

  @Test
  void aModuleThatTheJdkDoesNotHaveIsNamed() {
    assertThatThrownBy(() -> make("store", new JavaRuntime(JDK, List.of("com.example.absent"))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("com.example.absent")
        .hasMessageContaining(JDK.toString());
  }
}
