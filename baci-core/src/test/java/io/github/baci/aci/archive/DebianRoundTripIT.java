package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.Actool;
import io.github.baci.testing.Command;
import io.github.baci.testing.DebianBase;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes a Debian system through an ACI and compares what tar makes of both. */
class DebianRoundTripIT {
  /** Path, type, mode, owner, time, size of files, link target and number of links. */
  private static final String LISTING =
      "cd \"$0\" && find . -type d -printf '%P d %m %U %G %T@\\n'"
          + " -o -type f -printf '%P f %m %U %G %T@ %s %n\\n'"
          + " -o -printf '%P %y %m %U %G %T@ %l\\n' | LC_ALL=C sort";

  @TempDir private Path directory;

  @Test
  void everyFileOfADebianSystemIsInTheAciAsItWas() throws Exception {
    Path tar = DebianBase.rootTar();
    Path aci = directory.resolve("debian.aci");
    try (Store store = DirectoryStore.open(directory.resolve("store"));
        AciWriter writer = new AciWriter(store)) {
      DirectoryLayerStore layers = new DirectoryLayerStore(store);
      List<Layer> base;
      try (InputStream in = new BufferedInputStream(Files.newInputStream(tar), 1 << 18)) {
        base = List.of(layers.add(in, "the Debian system"));
      }
      WrittenAci written =
          writer.write(
              new Image(Platform.parse("linux/amd64"), ImageConfig.EMPTY, base, ImageOrigin.NONE),
              FileTree.of(base),
              AciOptions.named("example.com/debian:12"),
              aci,
              warning -> {});

      assertThat(new AciReader(layers).read(aci).imageId()).isEqualTo(written.imageId());
      assertThat(Command.of("sh", "-c", "gzip -dc < \"$0\" | sha512sum", aci.toString()).succeed())
          .startsWith(written.imageId().digest().hex());
    }
    assertThat(Actool.validate(aci)).isEqualTo(new Command.Result(0, ""));

    Path expected = extract(tar, "expected");
    Path actual = extract(aci, "actual").resolve("rootfs");
    assertThat(listing(actual)).isEqualTo(listing(expected)).contains("usr/bin/su f 4755 0 0");
    Command.of("diff", "-r", "--no-dereference", expected.toString(), actual.toString()).succeed();
    assertThat(attributes(actual)).isEqualTo(attributes(expected));
    Command.of("rm", "-rf", expected.toString(), actual.toString()).succeed();
  }

  private Path extract(Path archive, String name) throws Exception {
    Path target = Files.createDirectory(directory.resolve(name));
    Command.of("tar", "--xattrs", "--xattrs-include=*", "--numeric-owner", "-xpf")
        .with(
            archive.toString(),
            "-C",
            target.toString(),
            "--exclude=./dev/*",
            "--exclude=rootfs/dev/*")
        .succeed();
    return target;
  }

  private static String listing(Path root) {
    return Command.of("sh", "-c", LISTING, root.toString()).succeed();
  }

  private static String attributes(Path root) {
    return Command.of("sh", "-c", "cd \"$0\" && getfattr -R -h -d -m - . 2>&1", root.toString())
        .run()
        .output();
  }
}
