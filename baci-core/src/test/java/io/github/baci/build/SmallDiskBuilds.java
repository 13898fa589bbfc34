package io.github.baci.build;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Builds with a directory on a disk that has little space left, in a process of its own, as only
 * that has the disk: see {@link FullDiskIT}. Prints a line for each build.
 */
final class SmallDiskBuilds {
  /** How many files one kind of command makes; a disk for three times as many is wanted. */
  static final int MANY = 5000;

  private static final int BLOCK = 4096;
  private static final long SECONDS_TO_END = 60;

  private final Path work;
  private final Path disk;
  private final String place;
  private final String base;
  private final EngineOptions.Kind engine;
  private int number;

  private SmallDiskBuilds(
      Path work, Path disk, String place, String base, EngineOptions.Kind engine) {
    this.work = work;
    this.disk = disk;
    this.place = place;
    this.base = base;
    this.engine = engine;
  }

  /**
   * Builds.
   *
   * @param arguments a directory on a large disk, one on the small disk, what is on the small one
   *     ({@code store}, {@code target} or {@code tmp}), a reference for the name {@code base}, the
   *     engine, and what to build: for each the kind of the Dockerfile, a colon, and how many KiB
   *     are free
   */
  public static void main(String[] arguments) throws Exception {
    SmallDiskBuilds builds =
        new SmallDiskBuilds(
            Path.of(arguments[0]),
            Path.of(arguments[1]),
            arguments[2],
            arguments[3],
            EngineOptions.Kind.valueOf(arguments[4]));
    for (String what : Arrays.asList(arguments).subList(5, arguments.length)) {
      String[] words = what.split(":");
      builds.one(words[0], Long.parseLong(words[1]) << 10);
    }
    System.exit(0);
  }

  private void one(String kind, long free) throws Exception {
    number++;
    Path context = context(kind);
    Path quiet = work.resolve("quiet-" + kind);
    if (!Files.exists(quiet)) {
      String expected = build(context, work.resolve("quiet-store"), Files.createDirectory(quiet));
      require(expected.equals("built"), "the quiet build: " + expected);
    }

    empty(disk);
    Path store = place.equals("store") ? disk.resolve("store") : work.resolve("store-" + number);
    Path target = place.equals("target") ? disk.resolve("target") : work.resolve("target");
    Files.createDirectories(target);
    for (String file : List.of("image.aci", "image.oci")) {
      Files.writeString(target.resolve(file), "the last good one");
    }
    Path filler = kind.equals("MANY") ? fillWithFiles() : fill(free);
    String said = build(context, store, target);
    System.out.println(kind + " " + (free >> 10) + " KiB: " + said);

    if (said.startsWith("refused")) {
      for (String file : List.of("image.aci", "image.oci")) {
        Path output = target.resolve(file);
        boolean isOld =
            Files.readString(output, StandardCharsets.ISO_8859_1).equals("the last good one");
        boolean isNew = Files.mismatch(output, quiet.resolve(file)) < 0;
        require(isOld || isNew, file + " is neither the last good one nor the new one");
      }
    }
    requireNothingLeft(store, target);
    if (Files.isDirectory(filler)) {
      empty(filler);
    }
    Files.delete(filler);
    String again = build(context, store, target);
    require(again.equals("built"), "with space again: " + again);
    for (String file : List.of("image.aci", "image.oci")) {
      require(
          Files.mismatch(target.resolve(file), quiet.resolve(file)) < 0,
          file + " is another than with space");
    }
    requireNothingLeft(store, target);
  }

  /** Prints a fault, if there is one. */
  private static void require(boolean holds, String fault) {
    if (!holds) {
      System.out.println("FAULT: " + fault);
    }
  }

  private Path context(String kind) throws Exception {
    Path context = Files.createDirectories(work.resolve("context-" + kind));
    Path file = context.resolve("file");
    if (!Files.exists(file)) {
      byte[] bytes = new byte[400_000];
      new Random(5).nextBytes(bytes);
      Files.write(file, bytes);
      new ProcessBuilder("tar", "-cf", "archive.tar", "--mtime=@0", "file")
          .directory(context.toFile())
          .start()
          .waitFor();
    }
    Files.writeString(
        context.resolve("Dockerfile"),
        switch (kind) {
          case "COPY" -> "FROM base\nCOPY file /file\n";
          case "ADD" -> "FROM base\nADD archive.tar /added/\n";
          case "MANY" ->
              """
              FROM base
              RUN mkdir /many; cd /many; for i in $(seq %d); do echo > $i || exit 1; done
              """
                  .formatted(MANY);
          case "FREEING" ->
              """
              FROM base
              RUN cp /bin/busybox /a && cp /a /b && cp /a /c && cp /a /d || { rm /?; exit 1; }
              """;
          case "RUN" -> "FROM base\nRUN head -c 3000000 /dev/zero > /zeros\nRUN chmod 700 /zeros\n";
          default -> throw new IllegalArgumentException(kind);
        });
    return context;
  }

  private String build(Path context, Path store, Path target) throws InterruptedException {
    try {
      new Baci()
          .build(
              BuildRequest.builder(
                      context, target.resolve("image.aci"), AciOptions.named("example.com/full"))
                  .formats(
                      OutputFormats.ACI.withOci(
                          target.resolve("image.oci"),
                          new OciOptions(
                              Optional.empty(), "latest", Map.of(), LayerCompression.GZIP)))
                  .storeDirectory(store)
                  .timestamp(Instant.EPOCH)
                  .namedContexts(Map.of("base", base))
                  .engine(
                      new EngineOptions(
                          engine, Optional.empty(), Optional.empty(), Optional.empty(), List.of()))
                  .build(),
              BuildListener.SILENT);
      return "built";
    } catch (BaciException e) {
      return "refused: " + e.getMessage().replace("\n", "\\n");
    } catch (RuntimeException | Error e) {
      e.printStackTrace(System.out);
      return "FAULT: " + e;
    }
  }

  /** Leaves so many bytes free. */
  private Path fill(long free) throws IOException {
    Path filler = disk.resolve("filler");
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] block = new byte[BLOCK];
      while (disk.toFile().getUsableSpace() > free) {
        out.write(block);
      }
    }
    return filler;
  }

  /** Leaves fewer files free than {@link #MANY}, of those that the disk of the test has. */
  private Path fillWithFiles() throws IOException {
    Path filler = Files.createDirectory(disk.resolve("filler"));
    for (int i = 0; i < 2 * MANY; i++) {
      Files.createFile(filler.resolve(String.valueOf(i)));
    }
    return filler;
  }

  private void requireNothingLeft(Path store, Path target) throws Exception {
    for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
      try {
        child.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        require(false, "a process is left: " + child.info().commandLine().orElse("?"));
      }
    }
    require(
        Files.readString(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(work.toString()) || line.contains(disk.toString()))
                .count()
            == 1,
        "a mount is left");
    if (Files.exists(store.resolve("tmp"))) {
      require(list(store.resolve("tmp")).isEmpty(), "left: " + list(store.resolve("tmp")));
    }
    List<String> names = new ArrayList<>(list(target));
    names.removeAll(List.of("image.aci", "image.oci"));
    require(names.isEmpty(), "left: " + names);
  }

  private static List<String> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  private static void empty(Path directory) throws Exception {
    new ProcessBuilder("find", directory.toString(), "-mindepth", "1", "-delete")
        .inheritIO()
        .start()
        .waitFor();
  }
}
