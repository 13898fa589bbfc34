package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.Digest;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.testing.SampleLayout;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that changes bytes of the store, or cuts files off: never is there a wrong image or a
 * crash. What is damaged is told and made anew. How many files are damaged is given by {@code
 * -Dbaci.test.rot}; {@code dev/bitrot} tries many.
 */
class BitRotTest {
  private static final int TRIES = Integer.getInteger("baci.test.rot", 60);
  private static final long SEED = Long.getLong("baci.test.rot.seed", 20_260_726);
  private static final int LARGE = 300_000;

  @TempDir private Path directory;
  private HttpServer server;
  private Path context;
  private Path store;
  private final List<String> warnings = new ArrayList<>();

  /** What came of one build. */
  private record Outcome(Map<String, String> digests, Optional<String> refusal) {}

  @BeforeEach
  void write() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] file = noise(50_000, 3);
    server.createContext(
        "/file",
        exchange -> {
          exchange.getResponseHeaders().set("ETag", "\"1\"");
          boolean known = exchange.getRequestHeaders().containsKey("If-None-Match");
          exchange.sendResponseHeaders(known ? 304 : 200, known ? -1 : file.length);
          exchange.getResponseBody().write(known ? new byte[0] : file);
          exchange.close();
        });
    server.start();
    context = Files.createDirectories(directory.resolve("context"));
    store = directory.resolve("store");
    new SampleLayout()
        .layer(Map.of("base/", "", "base/a", "a".repeat(LARGE), "base/b", "b", "base/c", "c"))
        .layer(Map.of("base/d", "d".repeat(LARGE)))
        .write(directory.resolve("base"));
    Files.write(context.resolve("noise"), noise(LARGE, 1));
    Files.write(context.resolve("more"), noise(LARGE, 2));
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM base AS first
        COPY noise /noise
        ADD --chmod=600 http://127.0.0.1:%d/file /fetched

        FROM base
        COPY --from=first /noise /base/a /copied/
        COPY --from=first /fetched /fetched
        COPY more /more
        WORKDIR /made/here
        """
            .formatted(server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private static byte[] noise(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Outcome build() throws Exception {
    Path aci = directory.resolve("out/image.aci");
    Path oci = directory.resolve("out/image.oci");
    try {
      new Baci()
          .build(
              BuildRequest.builder(context, aci, AciOptions.named("example.com/rot"))
                  .storeDirectory(store)
                  .namedContexts(Map.of("base", "oci-layout://" + directory.resolve("base")))
                  .timestamp(Instant.EPOCH)
                  .formats(
                      OutputFormats.ACI.withOci(
                          oci,
                          new OciOptions(
                              Optional.empty(), "latest", Map.of(), LayerCompression.GZIP)))
                  .build(),
              new BuildListener() {
                @Override
                public void warning(String message) {
                  warnings.add(message);
                }
              });
    } catch (BaciException e) {
      return new Outcome(Map.of(), Optional.of(e.getMessage()));
    }
    Map<String, String> digests = new TreeMap<>();
    for (Path file : List.of(aci, oci)) {
      digests.put(
          file.getFileName().toString(), Digest.sha256Of(Files.readAllBytes(file)).toString());
    }
    return new Outcome(digests, Optional.empty());
  }

  @Test
  void noDamageGetsIntoAnImage() throws Exception {
    Outcome good = build();
    assertThat(good.refusal()).isEmpty();
    assertThat(build()).isEqualTo(good);
    Path kept = directory.resolve("kept");
    copy(store, kept);
    List<Path> files = filesOf(kept);
    Random random = new Random(SEED);
    Map<String, int[]> table = new TreeMap<>();
    for (int i = 0; i < TRIES; i++) {
      Path file = store.resolve(kept.relativize(files.get(i % files.size())));
      reset(kept, random.nextInt(4), store.relativize(file).getName(0).toString());
      warnings.clear();
      String damage = damage(file, random);

      Outcome outcome = build();

      String what = damage + " in " + store.relativize(file) + ", try " + i;
      assertThat(outcome).as(what).isEqualTo(good);
      Outcome again = build();
      assertThat(again.refusal()).as(what + " stays").isEmpty();
      assertThat(again.digests()).as(what + " stays").isEqualTo(good.digests());
      count(table, store.relativize(file).getName(0).toString());
    }
    table.forEach(
        (area, counts) ->
            System.err.printf(
                "%-8s damaged %d times: %d told and healed, %d not read or made anew in silence%n",
                area, counts[0] + counts[1], counts[1], counts[0]));
    assertThat(table.values()).anyMatch(counts -> counts[1] > 0);
  }

  private void count(Map<String, int[]> table, String area) {
    boolean told = warnings.stream().anyMatch(line -> line.contains("is damaged"));
    table.computeIfAbsent(area, key -> new int[2])[told ? 1 : 0]++;
  }

  /**
   * Puts the store back as it was, without the outputs; what the next build has to make anew is
   * chosen, so that every kind of file is read.
   */
  private void reset(Path kept, int missing, String stays) throws Exception {
    delete(directory.resolve("out"));
    delete(store);
    copy(kept, store);
    for (String area : List.of("chunks", "steps", "images").subList(0, missing)) {
      if (!area.equals(stays)) {
        delete(store.resolve(area));
      }
    }
  }

  static String damage(Path file, Random random) throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    long size = Files.size(file);
    String what;
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (random.nextInt(4) == 0) {
        long length = random.nextLong(size);
        channel.truncate(length);
        what = "a cut at " + length;
      } else {
        long position = random.nextLong(size);
        ByteBuffer one = ByteBuffer.allocate(1);
        channel.read(one, position);
        byte flipped = (byte) (one.get(0) ^ (1 << random.nextInt(8)));
        channel.write(ByteBuffer.wrap(new byte[] {flipped}), position);
        what = "a flip at " + position;
      }
    }
    Files.setLastModifiedTime(file, time);
    return what;
  }

  /** All files of a store that have bytes; the format, which is the store's sign, is left out. */
  private static List<Path> filesOf(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.equals(root.resolve("format")))
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }

  private static void delete(Path path) throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
