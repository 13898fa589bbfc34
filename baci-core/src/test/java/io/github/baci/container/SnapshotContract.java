package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.Xattrs;
import io.github.baci.store.DirectoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a run leaves behind: snapshots, and what is mounted for the run alone. */
abstract class SnapshotContract extends ViewContract {

  private static final String LIST =
      "find /data /made -exec stat -c '%n %F %a %u:%g %h %s %Y' {} + | sort";

  @Test
  void nothingChangedIsAnEmptyLayer() throws Exception {
    Outcome outcome = run(draft().shell("cat /data/text; ls -R /bin /data /dev").snapshot());

    assertThat(outcome.snapshot()).isPresent();
    assertThat(outcome.changes()).isEmpty();
  }

  @Test
  void aFailedCommandLeavesNoLayer() throws Exception {
    assertThat(run(draft().shell("touch /x; exit 1").snapshot()).snapshot()).isEmpty();
  }

  @Test
  void everyKindOfFileIsInTheSnapshot() throws Exception {
    Outcome outcome =
        run(
            draft()
                .shell(
                    "mkdir /made && cd /made && echo content > file && ln file twin && ln -s ../x"
                        + " link && mkfifo pipe && chmod 4711 file && mkdir -m 1777 dir")
                .snapshot());

    assertThat(outcome.paths())
        .containsExactly("made", "made/dir", "made/file", "made/link", "made/pipe", "made/twin");
    assertThat(outcome.change("made/file")).isInstanceOf(LayerEntry.RegularFile.class);
    LayerEntry.RegularFile file = (LayerEntry.RegularFile) outcome.change("made/file");
    assertThat(file.size()).isEqualTo(8);
    assertThat(file.attributes().mode()).isEqualTo(04711);
    assertThat(outcome.change("made/twin"))
        .isInstanceOfSatisfying(
            LayerEntry.HardLink.class, link -> assertThat(link.target()).isEqualTo("made/file"));
    assertThat(outcome.change("made/link"))
        .isInstanceOfSatisfying(
            LayerEntry.Symlink.class, link -> assertThat(link.target()).isEqualTo("../x"));
    assertThat(outcome.change("made/pipe")).isInstanceOf(LayerEntry.Fifo.class);
    assertThat(((LayerEntry.Directory) outcome.change("made/dir")).attributes().mode())
        .isEqualTo(01777);
    byte[] tar = Files.readAllBytes(outcome.layer().tar());
    assertThat(new String(tar, (int) file.offset(), 8, java.nio.charset.StandardCharsets.UTF_8))
        .isEqualTo("content\n");
  }

  @Test
  void whatIsRemovedIsAWhiteoutAndAReplacedDirectoryIsOpaque() throws Exception {
    Outcome outcome =
        run(draft().shell("rm /etc/passwd; rm -r /data/sub; mkdir /data/sub").snapshot());

    assertThat(outcome.change("etc/passwd")).isInstanceOf(LayerEntry.Whiteout.class);
    FileTree tree = FileTree.of(List.of(layers.find(base).orElseThrow(), outcome.layer()));
    assertThat(tree.lookup("etc/passwd")).isEmpty();
    assertThat(tree.lookup("data/sub")).isPresent();
    assertThat(tree.lookup("data/sub/deep")).isEmpty();
    assertThat(tree.lookup("data/text")).isPresent();
  }

  @Test
  void theNextRunSeesTheSnapshot() throws Exception {
    Outcome first = run(draft().shell("rm -r /data/sub; mkdir /data/sub; echo n > /n").snapshot());
    List<Digest> both = List.of(base, first.layer().diffId());

    Outcome second = run(new SpecDraft(both).shell("ls /data/sub; cat /n; echo m > /m").snapshot());

    assertThat(second.stdout()).isEqualTo("n\n");
    assertThat(second.paths()).containsExactly("m");
  }

  @Test
  void anUnpackedSnapshotIsWhatTheRunHadMade() throws Exception {
    Outcome made =
        run(
            draft()
                .shell(
                    "mkdir -p /made/deep; echo a > /made/deep/a; ln /made/deep/a /made/b; ln -s a"
                        + " /made/deep/l; chmod 2750 /made/deep; rm /data/text; chmod 600"
                        + " /data/twin; touch -d '2001-02-03 04:05:06' /made/b")
                .latest(Instant.ofEpochSecond(1_500_000_000))
                .snapshot());
    List<Digest> both = List.of(base, made.layer().diffId());
    String here = run(new SpecDraft(both).shell(LIST)).stdout();

    try (DirectoryStore other =
        DirectoryStore.open(storeDirectory().resolveSibling("other-" + System.nanoTime()))) {
      LayerStore otherLayers = new DirectoryLayerStore(other);
      copy(layers.find(base).orElseThrow(), otherLayers);
      copy(made.layer(), otherLayers);
      try (Builder fresh = engine().start(other, otherLayers, warning -> {})) {
        try (RunningCommand command =
            fresh.start(new SpecDraft(both).shell(LIST).spec(), Optional.empty())) {
          assertThat(Outcome.of(command).stdout()).isEqualTo(here);
        }
      }
    }
    assertThat(here).contains("/made/b regular file 644 0:0 2 2 981173106");
    assertThat(here).contains("/made/deep directory 2750 0:0 2 4096 1500000000");
  }

  @Test
  void noEntryIsYoungerThanAllowed() throws Exception {
    Instant latest = Instant.ofEpochSecond(1_200_000_000, 5);
    Outcome outcome =
        run(
            draft()
                .shell("touch /new; touch -d '1999-01-01 00:00:00' /old")
                .latest(latest)
                .snapshot());

    assertThat(mtime(outcome, "new")).isEqualTo(Mtime.of(latest));
    assertThat(mtime(outcome, "old").seconds()).isEqualTo(915_148_800);
  }

  private static Mtime mtime(Outcome outcome, String path) {
    return ((LayerEntry.Content) outcome.change(path)).attributes().mtime();
  }

  @Test
  void namesAreInTheOrderOfTheirBytes() throws Exception {
    Outcome outcome =
        run(draft().shell("cd /tmp; touch b a.x ä 😀 a ﷐ B; mkdir a.d; touch a.d/1").snapshot());

    assertThat(outcome.paths())
        .containsExactly(
            "tmp",
            "tmp/B",
            "tmp/a",
            "tmp/a.d",
            "tmp/a.d/1",
            "tmp/a.x",
            "tmp/b",
            "tmp/ä",
            "tmp/﷐",
            "tmp/😀");
  }

  @Test
  void mountPointsAreNotInTheSnapshot() throws Exception {
    Path file = Files.writeString(directory.resolve("bound"), "bound");
    Outcome outcome =
        run(
            draft()
                .mount(new ContainerMount.Tmpfs("/new/tmpfs", java.util.OptionalLong.empty()))
                .mount(new ContainerMount.Bind(file, "/data/bound", true))
                .shell("echo x > /new/tmpfs/x; cat /data/bound; ls -d /new/tmpfs")
                .snapshot());

    assertThat(outcome.stdout()).isEqualTo("bound/new/tmpfs\n");
    assertThat(outcome.paths()).isEmpty();
  }

  @Test
  void namesThatAreNotUtf8KeepTheirBytes() throws Exception {
    Outcome outcome =
        run(
            draft()
                .shell(
                    "cd /tmp && n=$(echo -ne 'caf\\0351') && mkdir $n && echo x > $n/$n"
                        + " && ln $n/$n $n/twin && ln -s $n link")
                .snapshot());

    assertThat(outcome.paths()).contains("tmp/caf\udce9/caf\udce9", "tmp/caf\udce9/twin");
    assertThat(((LayerEntry.Symlink) outcome.change("tmp/link")).target()).isEqualTo("caf\udce9");
    Digest unpackedAnew = copyOf(outcome.layer());
    Outcome next =
        run(
            new SpecDraft(List.of(base, unpackedAnew))
                .shell("cd /tmp && cat link/twin && rm caf*/caf* && cat link/twin")
                .snapshot());
    assertThat(next.stdout()).isEqualTo("x\nx\n");
    assertThat(next.changes()).contains(new LayerEntry.Whiteout("tmp/caf\udce9/caf\udce9"));
  }

  @Test
  @Tag(DEEP_PATHS)
  void pathsMayBeLongerThanTheKernelTakesThemAtOnce() throws Exception {
    String name = "n".repeat(240);
    Outcome outcome =
        run(
            draft()
                .shell(
                    "n="
                        + name
                        + "; for top in a b; do mkdir /tmp/$top; cd /tmp/$top; i=0;"
                        + " while [ $i -lt 10 ]; do mkdir $n; cd $n; i=$((i+1)); done;"
                        + " echo deep > f; ln f twin; ln -s f link; done;"
                        + " mv /tmp/b /tmp/a/"
                        + (name + "/").repeat(10))
                .snapshot());

    String deepest = "tmp/a/" + (name + "/").repeat(10) + "b/" + (name + "/").repeat(10);
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.paths()).contains(deepest + "f", deepest + "twin", deepest + "link");
    Digest unpackedAnew = copyOf(outcome.layer());
    String first = "/tmp/a/" + (name + "/").repeat(10);
    Outcome next =
        run(
            new SpecDraft(List.of(base, unpackedAnew))
                .shell("cd " + first + "; cat b/" + (name + "/").repeat(10) + "link; rm -r b")
                .snapshot());
    assertThat(next.stdout()).isEqualTo("deep\n");
    assertThat(next.changes()).contains(new LayerEntry.Whiteout(first.substring(1) + "b"));
  }

  @Test
  void holesOfFilesAreNotReadAndTakeNoRoom() throws Exception {
    long size = 2L << 30;
    Outcome outcome =
        run(
            draft()
                .shell("/bin/busybox dd if=/bin/busybox of=/data/sparse bs=1 count=4 seek=" + size)
                .snapshot());
    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();

    assertThat(((LayerEntry.RegularFile) outcome.change("data/sparse")).size()).isEqualTo(size + 4);
    assertThat(Files.size(outcome.layer().tar())).isGreaterThan(size);
    assertThat(diskUsage(outcome.layer().tar())).isLessThan(4 << 20);
  }

  private static long diskUsage(Path file) {
    return Long.parseLong(
            io.github.baci.testing.Command.of("stat", "-c", "%b", file.toString())
                .succeed()
                .strip())
        * 512;
  }

  /** Puts the same entries into the store as another layer, which no run has left unpacked. */
  private Digest copyOf(Layer layer) throws Exception {
    try (LayerWriter writer = layers.newLayer();
        java.nio.channels.FileChannel tar = java.nio.channels.FileChannel.open(layer.tar())) {
      for (LayerEntry entry : layer.entries()) {
        if (entry instanceof LayerEntry.RegularFile file) {
          writer.addFile(file.path(), file.attributes(), file.size(), tar, file.offset());
        } else {
          writer.add(entry);
        }
      }
      writer.add(ContainerBase.directory("made-anew", 0755));
      return writer.commit().diffId();
    }
  }

  @Test
  @Tag(SEVERAL_IDS)
  void ownersAreThoseOfTheContainer() throws Exception {
    Outcome outcome =
        run(
            draft()
                .shell(
                    "touch /own; chown 1234:2345 /own; chown -h 3:4 /data/twin; touch /plain;"
                        + " stat -c %u:%g /bin/sh /plain")
                .snapshot());

    assertThat(outcome.stdout()).isEqualTo("0:0\n0:0\n");
    assertThat(((LayerEntry.Content) outcome.change("plain")).attributes().gid()).isZero();
    assertThat(((LayerEntry.Content) outcome.change("own")).attributes().uid()).isEqualTo(1234);
    assertThat(((LayerEntry.Content) outcome.change("own")).attributes().gid()).isEqualTo(2345);
    assertThat(outcome.paths()).contains("data/twin");
    Outcome next =
        run(
            new SpecDraft(List.of(base, outcome.layer().diffId()))
                .as(1234, 9)
                .shell("stat -c %u:%g /own; echo x > /own && cat /own"));
    assertThat(next.stdout()).isEqualTo("1234:2345\nx\n");
  }

  @Test
  void directoriesThatALayerOnlyImpliesKeepTheirAttributes() throws Exception {
    Layer implied = ContainerLayers.file(layers, "data/sub/more", "more");
    Layer linked =
        ContainerLayers.of(
            layers,
            new LayerEntry.HardLink("tmp/again", ContainerBase.attributes(0644), "data/text"),
            new LayerEntry.Whiteout("data/twin"));
    List<Digest> all = List.of(base, implied.diffId(), linked.diffId());

    Outcome outcome =
        run(
            new SpecDraft(all)
                .shell("stat -c '%n %a' /data/sub /tmp; ls /data /data/sub; cat /tmp/again"));

    assertThat(outcome.stdout())
        .isEqualTo("/data/sub 700\n/tmp 1777\n/data:\nsub\ntext\n\n/data/sub:\ndeep\nmore\ntext");
  }

  @Test
  void theRootDirectoryIsInTheSnapshotOnlyWhenItsModeChanges() throws Exception {
    assertThat(run(draft().shell("touch /x").snapshot()).paths()).containsExactly("x");
    Outcome outcome = run(draft().shell("chmod 711 /").snapshot());

    assertThat(outcome.paths()).containsExactly("");
    assertThat(
            run(new SpecDraft(List.of(base, outcome.layer().diffId())).shell("stat -c %a /"))
                .stdout())
        .isEqualTo("711\n");
  }

  @Test
  void treesMayBeAsDeepAsLayersMayHaveThem() throws Exception {
    String deepest = "d/".repeat(2047) + "f";
    Digest other = ContainerLayers.file(layers, "other", "other").diffId();
    Digest deep = ContainerLayers.file(layers, deepest, "deep").diffId();

    Outcome outcome =
        run(new SpecDraft(List.of(base, other, deep)).shell("ls -d /d/d/d && cat /other"));

    assertThat(outcome.stdout()).as(outcome.stderr()).isEqualTo("/d/d/d\nother");
  }

  @Test
  void whatTheFileSystemDoesNotTakeOfALayerIsToldAsThat() throws Exception {
    Attributes strange =
        new Attributes(
            0644, 0, 0, Mtime.EPOCH, Xattrs.of(Map.of("user." + "n".repeat(300), new byte[5])));
    Digest attribute =
        ContainerLayers.of(layers, new LayerEntry.Directory("named", strange)).diffId();
    Digest link =
        ContainerLayers.of(
                layers,
                new LayerEntry.Symlink(
                    "long", Attributes.of(0777, 0, 0, Mtime.EPOCH), "t/".repeat(3000)))
            .diffId();

    assertThatThrownBy(() -> run(new SpecDraft(List.of(base, attribute)).shell("true")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("extended attribute 'user.nnn")
        .hasMessageContaining("with 5 bytes, which cannot be set");
    assertThatThrownBy(() -> run(new SpecDraft(List.of(base, link)).shell("true")))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("longer names or targets of links");
  }
}
