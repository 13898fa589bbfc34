package io.github.baci.build;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneRequest;
import io.github.baci.api.PruneRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/** One of the processes of {@link SoakIT}: builds and prunes on a store that others use too. */
final class SoakBuilds {
  /** The files of each build. */
  static final List<String> OUTPUTS = List.of("image.aci", "image.oci");

  private static final List<String> DOCKERFILES =
      List.of(
          "FROM base\nCOPY file /file\n",
          "FROM base\nADD archive.tar /added/\nCOPY --from=base /bin/busybox /tool\n",
          "FROM base\nRUN echo made > /made\nRUN chmod 700 /made /bin/busybox\n",
          "FROM base\nRUN --mount=type=cache,target=/c touch /c/$$ && echo cached > /made\n",
          """
          FROM base AS one
          RUN echo one > /one
          FROM base AS two
          COPY file /file
          RUN cp /file /two
          FROM base
          COPY --from=one /one /
          COPY --from=two /two /
          """,
          """
          FROM base
          ADD archive.tar /added/
          RUN head -c 2000000 /dev/zero > /zeros && cp /added/file /copied
          COPY file /added/again
          """);

  private static final int PRUNES = 6;
  private static final long PAUSE_MILLIS = 50;

  private final Path work;
  private final String base;
  private final Path own;

  private SoakBuilds(Path work, String base, int number) throws IOException {
    this.work = work;
    this.base = base;
    this.own = Files.createDirectories(work.resolve("out-" + number));
  }

  /** Returns how many Dockerfiles there are. */
  static int kinds() {
    return DOCKERFILES.size();
  }

  /**
   * Does what each line of standard input says, {@code build COUNT SEED} or {@code prune}, and
   * prints a line for each: what was done, or {@code FAULT} and which.
   *
   * @param arguments the directory of the test, a reference for the name {@code base}, and the
   *     number of this process
   */
  public static void main(String[] arguments) throws IOException {
    SoakBuilds builds =
        new SoakBuilds(Path.of(arguments[0]), arguments[1], Integer.parseInt(arguments[2]));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ");
      String done;
      try {
        done =
            words[0].equals("prune")
                ? builds.prune()
                : builds.build(Integer.parseInt(words[1]), Long.parseLong(words[2]));
      } catch (Exception | Error e) {
        e.printStackTrace();
        done = "FAULT " + e.toString().replace('\n', ' ');
      }
      System.out.println(done);
    }
    System.exit(0);
  }

  private String prune() throws InterruptedException {
    long pruned = 0;
    for (int i = 0; i < PRUNES; i++) {
      PruneReport report =
          new Baci()
              .prune(
                  new PruneRequest(work.resolve("store"), PruneRules.ALL, PruneRequest.Mode.DELETE),
                  BuildListener.SILENT);
      pruned += report.allPruned().count();
      Thread.sleep(PAUSE_MILLIS);
    }
    return "pruned " + pruned;
  }

  private String build(int count, long seed) throws IOException, InterruptedException {
    Random random = new Random(seed);
    for (int i = 0; i < count; i++) {
      int kind = random.nextInt(kinds());
      build(work, work.resolve("store"), own, base, kind, random.nextInt(4) == 0);
      for (String output : OUTPUTS) {
        if (Files.mismatch(own.resolve(output), quiet(work, kind).resolve(output)) >= 0) {
          return "FAULT " + output + " of Dockerfile " + kind + " is not that of a quiet build";
        }
      }
    }
    return "built " + count;
  }

  /** Returns where the outputs of a quiet build are. */
  static Path quiet(Path work, int kind) {
    return work.resolve("quiet-" + kind);
  }

  /** Builds one of the Dockerfiles. */
  static void build(Path work, Path store, Path target, String base, int kind, boolean withoutCache)
      throws InterruptedException {
    new Baci()
        .build(
            BuildRequest.builder(
                    work.resolve("context-" + kind),
                    target.resolve(OUTPUTS.get(0)),
                    AciOptions.named("example.com/soak"))
                .formats(
                    OutputFormats.ACI.withOci(
                        target.resolve(OUTPUTS.get(1)),
                        new OciOptions(
                            Optional.empty(), "latest", Map.of(), LayerCompression.GZIP)))
                .storeDirectory(store)
                .timestamp(Instant.EPOCH)
                .noCache(withoutCache)
                .namedContexts(Map.of("base", base))
                .build(),
            BuildListener.SILENT);
  }

  /** Writes the build contexts. */
  static void writeContexts(Path work) throws IOException, InterruptedException {
    for (int kind = 0; kind < kinds(); kind++) {
      Path context = Files.createDirectories(work.resolve("context-" + kind));
      byte[] bytes = new byte[200_000];
      new Random(kind).nextBytes(bytes);
      Files.write(context.resolve("file"), bytes);
      new ProcessBuilder("tar", "-cf", "archive.tar", "--mtime=@0", "file")
          .directory(context.toFile())
          .inheritIO()
          .start()
          .waitFor();
      Files.writeString(context.resolve("Dockerfile"), DOCKERFILES.get(kind));
    }
  }

  /** Returns the names in a directory. */
  static List<String> names(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toList());
    }
  }
}
