package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.Digest;
import io.github.baci.container.host.EmbeddedEngine;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.Xattrs;
import io.github.baci.store.DirectoryStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Overlays whose upper directories share content with the layers below, which only root has: their
 * layers are those of an engine that copies everything. Runs as root.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharingOverlayIT {
  private static final int BIG = 300_001; // more than is read ahead, and no whole block
  private static final Instant LATE = Instant.ofEpochSecond(1_200_000_000);
  private static final Instant EARLY = Instant.ofEpochSecond(500_000_000);
  private static final String LIST =
      "find /tree /t2 /other -exec stat -c '%n %F %a %u:%g %s %Y' {} + | sort;"
          + " find /tree /t2 /other -type f | sort | while read f; do busybox md5sum $f; done";

  private static final List<String> STEPS =
      List.of(
          "chown -R 7:8 /tree",
          "chmod -R g+w /tree",
          "mv /tree/a /tree/b; mv /tree/sub/deep /elsewhere",
          "chown -R 9:9 /tree/b; echo more >> /tree/b/one; : > /tree/b/two; chown 5 /elsewhere/x",
          "mv /tree/b/big /moved; ln /moved /twin; chmod 600 /twin; chown 3 /tree/empty",
          "rm -r /tree/c; mv /elsewhere /tree/c; rm /tree/c/y; echo new > /tree/c/new",
          "mv /tree /t2; mkdir /tree; mv /t2/b /tree/b; mv /t2/sub /tree/other",
          "chmod 700 /tree/b /tree/b/in; mv /tree/b /tree/back; mv /tree/back /tree/b",
          "mv /t2/c/new /t2/c/newer; mv /t2/c /t2/d; mv /t2/d/x /t2/x; chown -R 1:1 /t2",
          "mkdir /other; mv /t2/* /other; rmdir /t2; mkdir /t2; mv /moved /other/one; rm /twin",
          "echo z >> /other/one; chown 4 /other/d/newer; rm -r /tree/b/in; mkdir /tree/b/in");

  private Path directory;
  private DirectoryStore store;
  private LayerStore layers;
  private Builder sharing;
  private Builder copying;
  private Digest base;
  private Digest tree;

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
    base = ContainerBase.in(layers).diffId();
    tree = tree();
    sharing = builder(EngineOptions.Kind.NAMESPACES, store, layers);
    copying = builder(EngineOptions.Kind.CHROOT, store, layers);
  }

  @AfterAll
  void stop() {
    sharing.close();
    copying.close();
    store.close();
  }

  private Builder builder(EngineOptions.Kind kind, DirectoryStore in, LayerStore its)
      throws InterruptedException {
    return new EmbeddedEngine(EnumSet.of(kind), List.of(directory)).start(in, its, warning -> {});
  }

  private Digest tree() throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      for (String path : List.of("tree", "tree/a", "tree/a/in")) {
        writer.add(ContainerBase.directory(path, 0755));
      }
      ContainerBase.file(writer, "tree/a/in/file", "inner");
      byte[] big = new byte[BIG];
      for (int i = 0; i < BIG; i++) {
        big[i] = (byte) ((i * 31) >> 3);
      }
      writer.addFile(
          "tree/a/big", ContainerBase.attributes(0644), BIG, new ByteArrayInputStream(big));
      writer.add(new LayerEntry.Symlink("tree/a/link", ContainerBase.attributes(0777), "one"));
      ContainerBase.file(writer, "tree/a/one", "first");
      ContainerBase.file(writer, "tree/a/two", "second");
      writer.add(ContainerBase.directory("tree/c", 0755));
      ContainerBase.file(writer, "tree/c/old", "old");
      ContainerBase.file(writer, "tree/empty", "");
      writer.add(ContainerBase.directory("tree/sub", 0700));
      writer.add(ContainerBase.directory("tree/sub/deep", 0750));
      ContainerBase.file(writer, "tree/sub/deep/x", "x");
      ContainerBase.file(writer, "tree/sub/deep/y", "y");
      return writer.commit().diffId();
    }
  }

  private static Outcome run(Builder builder, SpecDraft draft) throws InterruptedException {
    try (RunningCommand command = builder.start(draft.spec(), Optional.empty())) {
      return Outcome.of(command);
    }
  }

  private static SpecDraft step(List<Digest> below, String script, Instant latest) {
    return new SpecDraft(below).shell("set -e; " + script).latest(latest).snapshot();
  }

  @Test
  void aLongChainOfStepsHasTheLayersOfAnEngineThatCopies() throws Exception {
    assertSameChain(LATE);
  }

  @Test
  void soHasOneWhoseFilesAreAllYoungerThanAllowed() throws Exception {
    assertSameChain(EARLY);
  }

  private void assertSameChain(Instant latest) throws Exception {
    List<Digest> chain = new ArrayList<>(List.of(base, tree));
    for (String script : STEPS) {
      Outcome shared = run(sharing, step(chain, script, latest));
      Outcome copied = run(copying, step(chain, script, latest));

      assertThat(shared.exitCode()).as(script + shared.stderr()).isZero();
      assertThat(copied.exitCode()).as(script + copied.stderr()).isZero();
      assertThat(shared.changes()).as(script).isEqualTo(copied.changes());
      assertThat(shared.layer()).as(script).isEqualTo(copied.layer());
      chain.add(shared.layer().diffId());

      String here = run(sharing, new SpecDraft(chain).shell(LIST)).stdout();
      assertThat(here).isEqualTo(run(copying, new SpecDraft(chain).shell(LIST)).stdout());
    }
    assertThat(run(sharing, new SpecDraft(chain).shell(LIST)).stdout()).contains("/other/one");
  }

  @Test
  void aTreeOfAnotherOwnerHasNoContentOfItsOwnOnDiskButItsLayerHas() throws Exception {
    Outcome outcome =
        run(sharing, step(List.of(base, tree), "chown -R 11:12 /tree", Instant.now()));

    Path big = unpacked(outcome.layer()).resolve("fs/tree/a/big");
    assertThat(Files.size(big)).isEqualTo(BIG);
    assertThat(Files.getAttribute(big, "unix:uid")).isEqualTo(11);
    assertThat(isZero(big)).isTrue();
    String sum = run(sharing, new SpecDraft(List.of(base, tree)).shell(sum())).stdout();
    List<Digest> elsewhere = List.of(base, outcome.layer().diffId());
    assertThat(sum).hasSizeGreaterThan(30);
    assertThat(run(sharing, new SpecDraft(elsewhere).shell(sum())).stdout()).isEqualTo(sum);

    ContainerMount mount =
        new ContainerMount.LayersBind(
            List.of(base, tree, outcome.layer().diffId()), "tree", "/tree", true);
    assertThat(run(sharing, new SpecDraft(List.of(base)).mount(mount).shell(sum())).stdout())
        .isEqualTo(sum);
  }

  private static String sum() {
    return "busybox md5sum /tree/a/big /tree/a/one";
  }

  private Path unpacked(Layer layer) throws IOException {
    try (Stream<Path> all = Files.walk(store.root().resolve("unpacked"), 2)) {
      return all.filter(path -> path.getFileName().toString().startsWith(layer.diffId().hex()))
          .findFirst()
          .orElseThrow();
    }
  }

  private static boolean isZero(Path file) throws IOException {
    for (byte b : Files.readAllBytes(file)) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  @Test
  void namesOfOneFileStayNamesOfOneFileWhereTheirDirectoryMoves() throws Exception {
    Outcome outcome = run(sharing, step(List.of(base), "mv /data /there", LATE));

    assertThat(outcome.paths())
        .containsExactly(
            "there", "there/sub", "there/sub/deep", "there/text", "there/twin", "data");
    assertThat(outcome.change("there/twin"))
        .isInstanceOfSatisfying(
            LayerEntry.HardLink.class, link -> assertThat(link.target()).isEqualTo("there/text"));
    assertThat(outcome.change("data")).isInstanceOf(LayerEntry.Whiteout.class);
  }

  @Test
  void aLayerThatIsThereTwiceHidesNothingThatIsSharedWithIt() throws Exception {
    Outcome moved = run(sharing, step(List.of(base, tree), "mv /tree/a /tree/z", LATE));
    List<Digest> twice = List.of(base, tree, moved.layer().diffId(), tree);

    Outcome outcome =
        run(sharing, new SpecDraft(twice).shell("cat /tree/z/one /tree/z/in/file /tree/a/two"));

    assertThat(outcome.stdout()).as(outcome.stderr()).isEqualTo("firstinnersecond");
  }

  @Test
  void anImageCannotLeadTheOverlayElsewhere() throws Exception {
    byte[] place = "/etc/passwd".getBytes(StandardCharsets.UTF_8);
    byte[] data = "/data".getBytes(StandardCharsets.UTF_8);
    Digest hostile;
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(
          new LayerEntry.Directory("fake", with(0755, Map.of("trusted.overlay.redirect", data))));
      ContainerBase.file(writer, "fake/own", "own");
      writer.addFile(
          "fake/file",
          with(
              0644,
              Map.of("trusted.overlay.metacopy", new byte[0], "trusted.overlay.redirect", place)),
          4,
          new ByteArrayInputStream("mine".getBytes(StandardCharsets.UTF_8)));
      writer.add(
          new LayerEntry.Directory(
              "tmp", with(0755, Map.of("trusted.overlay.opaque", new byte[] {'y'}))));
      writer.add(
          new LayerEntry.Directory(
              "data", with(0755, Map.of("user.overlay.opaque", new byte[] {'y'}))));
      hostile = writer.commit().diffId();
    }

    Outcome outcome =
        run(
            sharing,
            step(
                List.of(base, hostile),
                "ls /fake; cat /fake/file /data/text; chown 1 /fake/file; mv /fake /tmp/f",
                LATE));

    assertThat(outcome.stdout()).as(outcome.stderr()).isEqualTo("file\nown\nminetext");
    assertThat(outcome.paths()).containsExactly("tmp", "tmp/f", "tmp/f/file", "tmp/f/own", "fake");
    assertThat(((LayerEntry.Content) outcome.change("tmp/f")).attributes().xattrs().isEmpty())
        .isTrue();
    LayerEntry.RegularFile file = (LayerEntry.RegularFile) outcome.change("tmp/f/file");
    byte[] tar = Files.readAllBytes(outcome.layer().tar());
    assertThat(new String(tar, (int) file.offset(), 4, StandardCharsets.UTF_8)).isEqualTo("mine");
  }

  private static Attributes with(int mode, Map<String, byte[]> xattrs) {
    return new Attributes(mode, 0, 0, new Mtime(1_000_000_000, 0), Xattrs.of(xattrs));
  }
}
