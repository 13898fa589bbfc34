package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.container.ContainerMount.Cache.Sharing;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The mounts that a run may ask for. */
abstract class MountContract extends AttributeContract {

  @Test
  @Tag(NAMESPACES)
  void aBindShowsTheMachinesDirectory() throws Exception {
    Path source = Files.createDirectory(directory.resolve("volume-" + System.nanoTime()));
    Files.writeString(source.resolve("in"), "in");
    SpecDraft writable = draft().mount(new ContainerMount.Bind(source, "/v", false));
    SpecDraft readOnly = draft().mount(new ContainerMount.Bind(source, "/v", true));

    assertThat(run(writable.shell("cat /v/in; echo out > /v/out")).stdout()).isEqualTo("in");
    assertThat(source.resolve("out")).hasContent("out");
    assertThat(run(readOnly.shell("cat /v/out; touch /v/x || echo no")).stdout())
        .isEqualTo("out\nno\n");
  }

  @Test
  void aBindOfWhatIsMissingIsRefused() {
    Path missing = directory.resolve("missing");

    assertThatThrownBy(
            () -> run(draft().mount(new ContainerMount.Bind(missing, "/v", true)).exec("true")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  @Tag(NAMESPACES)
  void aMemoryFileHasItsModeAndIsGoneAfterwards() throws Exception {
    byte[] secret = "s3cret".getBytes(StandardCharsets.UTF_8);
    ContainerMount file =
        new ContainerMount.MemoryFile(secret, "/run/secrets/key", 0400, Identity.ROOT);

    Outcome outcome =
        run(
            draft()
                .mount(file)
                .mount(new ContainerMount.MemoryFile(secret, "/dev/pipes/x", 0755, Identity.ROOT))
                .shell(
                    "cat /run/secrets/key; stat -c ' %a %u' /run/secrets/key; stat -c %a"
                        + " /dev/pipes/x; echo x > /run/secrets/key || echo no")
                .snapshot());

    assertThat(outcome.stdout()).isEqualTo("s3cret 400 0\n755\nno\n");
    assertThat(outcome.paths()).isEmpty();
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void aTmpfsKeepsItsLimit() throws Exception {
    Outcome outcome =
        run(
            draft()
                .mount(new ContainerMount.Tmpfs("/mem", OptionalLong.of(1 << 20)))
                .shell("busybox dd if=/dev/zero of=/mem/x bs=64k count=64; stat -c %s /mem/x"));

    assertThat(outcome.stdout()).isEqualTo("1048576\n");
    assertThat(outcome.stderr()).contains("No space left");
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(ISOLATION)
  void aTmpfsHasTheSpecialBitsOfWhatItCoversToo() throws Exception {
    Digest places;
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.Directory("places", Attributes.of(03751, 0, 0, new Mtime(1, 0))));
      places = writer.commit().diffId();
    }
    Outcome outcome =
        run(
            new SpecDraft(List.of(base, places))
                .mount(new ContainerMount.Tmpfs("/places", OptionalLong.empty()))
                .shell("stat -c '%a %u' /places"));

    assertThat(outcome.stdout()).isEqualTo("3751 0\n");
  }

  @Test
  void aCacheOutlivesTheRunButIsNotInTheSnapshot() throws Exception {
    ContainerMount cache = cache("outlives", Sharing.SHARED);

    Outcome first = run(draft().mount(cache).shell("echo kept > /c/f; stat -c %a /c").snapshot());
    Outcome second = run(draft().mount(cache).shell("cat /c/f"));

    assertThat(first.stdout()).isEqualTo("750\n");
    assertThat(first.paths()).isEmpty();
    assertThat(second.stdout()).isEqualTo("kept\n");
  }

  @Test
  void aCacheBeginsWithTheFilesOfItsSeedAndKeepsWhatIsWrittenThere() throws Exception {
    ContainerMount cache =
        new ContainerMount.Cache(
            "seeded", "/c", List.of(base), "data/sub", Sharing.SHARED, false, 0755, Identity.ROOT);

    Outcome first = run(draft().mount(cache).shell("cat /c/deep; echo changed > /c/deep"));
    Outcome second = run(draft().mount(cache).shell("cat /c/deep"));

    assertThat(first.stdout()).startsWith("deep");
    assertThat(second.stdout()).isEqualTo("changed\n");
  }

  @Test
  @Tag(NAMESPACES)
  void aReadOnlyTmpfsStaysEmpty() throws Exception {
    Outcome outcome =
        run(
            draft()
                .mount(new ContainerMount.Tmpfs("/mem", OptionalLong.empty(), true))
                .shell("touch /mem/x || echo refused"));

    assertThat(outcome.stdout()).isEqualTo("refused\n");
  }

  @Test
  void aLockedCacheIsUsedByOneAfterTheOther() throws Exception {
    String script = "ls /c; touch /c/used; sleep 0.1; rm /c/used";

    for (Outcome outcome : sideBySide(cache("locked", Sharing.LOCKED), script)) {
      assertThat(outcome.stdout()).isEmpty();
    }
  }

  @Test
  void aPrivateCacheIsNeverUsedByTwo() throws Exception {
    String script = "ls /c; touch /c/used; sleep 0.1; rm /c/used";

    for (Outcome outcome : sideBySide(cache("private", Sharing.PRIVATE), script)) {
      assertThat(outcome.stdout()).isEmpty();
    }
  }

  private List<Outcome> sideBySide(ContainerMount cache, String script) throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(4);
    try {
      List<Future<Outcome>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(executor.submit(() -> run(draft().mount(cache).shell(script))));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> future : runs) {
        outcomes.add(future.get());
      }
      return outcomes;
    } finally {
      executor.shutdown();
    }
  }

  private static ContainerMount cache(String id, Sharing sharing) {
    return new ContainerMount.Cache(id, "/c", sharing, false, 0750, Identity.ROOT);
  }

  @Test
  @Tag(NAMESPACES)
  void filesOfOtherLayersAreMountedAndWritesToThemDiscarded() throws Exception {
    SpecDraft readOnly =
        draft().mount(new ContainerMount.LayersBind(List.of(base), "/data", "/from", true));
    SpecDraft writable =
        draft().mount(new ContainerMount.LayersBind(List.of(base), "data/text", "/from", false));

    assertThat(run(readOnly.shell("cat /from/sub/deep; touch /from/x || echo ' no'")).stdout())
        .isEqualTo("deep no\n");
    Outcome outcome = run(writable.shell("echo more >> /from; cat /from /data/text").snapshot());
    assertThat(outcome.stdout()).isEqualTo("textmore\ntext");
    assertThat(outcome.paths()).isEmpty();
  }

  @Test
  void aPathThatOtherLayersDoNotHaveIsRefused() {
    ContainerMount mount = new ContainerMount.LayersBind(List.of(base), "/nowhere", "/x", true);

    assertThatThrownBy(() -> run(draft().mount(mount).exec("true")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("/nowhere");
  }

  @Test
  void aTargetIsResolvedInsideTheContainer() throws Exception {
    Outcome linked = run(draft().shell("ln -s /../../data/new /way").snapshot());
    Path source = Files.writeString(directory.resolve("source-" + System.nanoTime()), "here");

    Outcome outcome =
        run(
            new SpecDraft(List.of(base, linked.layer().diffId()))
                .mount(new ContainerMount.Bind(source, "/way", true))
                .shell("cat /data/new"));

    assertThat(outcome.stdout()).isEqualTo("here");
  }
}
