package io.github.baci.convert;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageOrigin;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.oci.DockerWriter;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes a large image along every way through baci, in a process whose heap is small beside it: a
 * base of each form is built on, written as ACI and OCI archive, and converted to each form.
 * Arguments: an empty directory, and the size of the image in megabytes. To be run by hand with
 * 2000 megabytes and {@code -Xmx256m}; it needs four times as much disk space as the image.
 */
final class LargeImages {
  private static final int FILES = 8;

  private final Path directory;
  private final ConversionFixture images;

  private LargeImages(Path directory) {
    this.directory = directory;
    this.images = new ConversionFixture(directory);
  }

  /** Goes all ways, and says how long each took. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    LargeImages run = new LargeImages(Path.of(arguments[0]).toAbsolutePath());
    run.timed("make base.docker.tar", () -> run.makeBase(Long.parseLong(arguments[1]) << 20));
    run.convert("base.docker.tar", "base.oci.tar");
    run.build("docker-archive://base.docker.tar");
    run.build("oci-archive://base.oci.tar");
    run.convert("base.docker.tar", "base.aci");
    run.delete("base.docker.tar");
    run.build("aci://./base.aci");
    run.convert("base.aci", "again.docker.tar");
    run.delete("again.docker.tar");
    run.convert("base.aci", "again.oci.tar");
    run.convert("again.oci.tar", "again.aci");
    run.delete("again.oci.tar");
    run.timed("compare again.aci with base.aci", run::compare);
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private void timed(String what, Work work) throws IOException, InterruptedException {
    long start = System.nanoTime();
    work.run();
    System.out.printf("%6.1f s  %s%n", (System.nanoTime() - start) / 1e9, what);
    try (Stream<Path> stores = Files.list(directory)) {
      for (Path store : stores.filter(path -> path.toString().contains("store")).toList()) {
        delete(store.getFileName().toString());
      }
    }
  }

  private void makeBase(long size) throws IOException, InterruptedException {
    try (Store store = DirectoryStore.open(directory.resolve("store"));
        LayerWriter layer = new DirectoryLayerStore(store).newLayer()) {
      Attributes attributes = Attributes.of(0644, 0, 0, Mtime.EPOCH);
      for (int i = 0; i < FILES; i++) {
        layer.addFile("data/" + i, attributes, size / FILES, new Noise(i, size / FILES));
      }
      Image image =
          new Image(
              Platform.current(), ImageConfig.EMPTY, List.of(layer.commit()), ImageOrigin.NONE);
      DockerWriter.write(
          image, Optional.of("example.com/base"), "1", directory.resolve("base.docker.tar"));
    }
  }

  private void convert(String from, String to) throws IOException, InterruptedException {
    timed("convert %s to %s".formatted(from, to), () -> images.convert(from, to));
  }

  private void build(String base) throws IOException, InterruptedException {
    timed(
        "build ACI and OCI archive from " + base,
        () -> {
          Files.writeString(directory.resolve(".dockerignore"), "*\n!Dockerfile\n");
          Files.writeString(
              directory.resolve("Dockerfile"), "FROM " + base + "\nCOPY Dockerfile /\n");
          BuildRequest request =
              BuildRequest.builder(
                      directory, directory.resolve("built.aci"), AciOptions.named("example.com/a"))
                  .storeDirectory(directory.resolve("store"))
                  .formats(
                      OutputFormats.ACI.withOci(
                          directory.resolve("built.oci.tar"), OciOptions.DEFAULT))
                  .build();
          new Baci().build(request, BuildListener.SILENT);
          delete("built.aci");
          delete("built.oci.tar");
        });
  }

  private void compare() throws InterruptedException {
    if (!images
        .compare("again.aci", "base.aci")
        .difference()
        .orElseThrow()
        .files()
        .changes()
        .isEmpty()) {
      throw new AssertionError("the files changed on the way");
    }
  }

  private void delete(String name) throws IOException {
    try (Stream<Path> paths = Files.walk(directory.resolve(name))) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Bytes of which a quarter cannot be compressed; the same for the same seed. */
  private static final class Noise extends InputStream {
    private static final int PERIOD = 4096;
    private long state;
    private long left;

    Noise(long seed, long length) {
      state = seed + 1;
      left = length;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      int count = (int) Math.min(length, left);
      for (int i = offset; i < offset + count; i++) {
        if (left-- % PERIOD < PERIOD / 4) {
          state ^= state << 13;
          state ^= state >>> 7;
          state ^= state << 17;
        }
        bytes[i] = (byte) state;
      }
      return count;
    }
  }
}
