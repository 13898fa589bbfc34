package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A disk that changes bytes of what one build has told the next: the digests of the context, what
 * instructions took of it, where contents lie, what was written and what it was made of. All that a
 * build of many files and of large ones keeps is damaged in turn, before a build in which something
 * has changed and before one in which nothing has. How often is given by {@code -Dbaci.test.rot};
 * {@code dev/bitrot} tries many.
 */
class BitRotBetweenBuildsTest {
  private static final int TRIES = Integer.getInteger("baci.test.rot", 60) / 2;
  private static final long SEED = Long.getLong("baci.test.rot.seed", 20_261_128);
  private static final int MANY = 1_000; // from which on contents are found in earlier layers
  private static final int LARGE = 9 << 20; // from which on images are continued behind a layer

  /** Until a change of a file that was just written would show. */
  private static final long UNTIL_SETTLED = 150;

  private static final OutputFormats FORMATS =
      OutputFormats.of(List.of(ImageForm.ACI, ImageForm.OCI), OciOptions.DEFAULT);

  /** A file of the store, and what it is. */
  private record Kept(String kind, Path file) {}

  @TempDir private Path directory;
  private int version;

  private Path context() {
    return directory.resolve("context");
  }

  private void write(int number) throws Exception {
    version = number;
    Files.writeString(context().resolve("many/500"), "version " + number);
    Files.writeString(context().resolve("last"), "last " + number);
    Thread.sleep(UNTIL_SETTLED);
  }

  private Map<ImageForm, Digest> build(String store, String output) throws Exception {
    Path aci = directory.resolve(output).resolve("image.aci");
    new Baci()
        .build(
            BuildRequest.builder(context(), aci, AciOptions.named("example.com/rot"))
                .storeDirectory(directory.resolve(store))
                .timestamp(Instant.EPOCH)
                .formats(FORMATS)
                .build(),
            BuildListener.SILENT);
    Map<ImageForm, Digest> digests = new TreeMap<>();
    for (ImageForm form : List.of(ImageForm.ACI, ImageForm.OCI)) {
      digests.put(form, Digest.sha256Of(Files.readAllBytes(form.beside(aci))));
    }
    return digests;
  }

  @Test
  void noDamageOfWhatABuildToldTheNextGetsIntoAnImage() throws Exception {
    Path context = context();
    Files.createDirectories(context.resolve("many"));
    for (int i = 0; i < MANY; i++) {
      Files.writeString(context.resolve("many/" + i), "file " + i);
    }
    byte[] noise = new byte[LARGE];
    new Random(SEED).nextBytes(noise);
    Files.write(context.resolve("large"), noise);
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM scratch\nCOPY large /\nCOPY many /many/\nWORKDIR /many\nCOPY last /many/\n");
    List<Map<ImageForm, Digest>> good = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      write(i);
      good.add(build("store-" + i, "out-" + i));
      build("store", "out");
    }
    assertThat(good.get(0)).isNotEqualTo(good.get(1));

    Random random = new Random(SEED);
    Map<String, Integer> damaged = new TreeMap<>();
    for (int i = 0; i < TRIES; i++) {
      List<Kept> all = kept();
      List<String> kinds = all.stream().map(Kept::kind).distinct().sorted().toList();
      String kind = kinds.get(i % kinds.size());
      List<Kept> same = all.stream().filter(kept -> kept.kind().equals(kind)).toList();
      Path file = same.get(random.nextInt(same.size())).file();
      String damage = BitRotTest.damage(file, random);
      damaged.merge(kind, 1, Integer::sum);
      if (random.nextBoolean()) {
        write(1 - version);
      }

      assertThat(build("store", "out"))
          .as("%s in %s, try %d", damage, directory.relativize(file), i)
          .isEqualTo(good.get(version));
    }
    System.err.println("damaged between builds: " + damaged);
    assertThat(damaged).containsKeys("build", "context", "copied", "layers", "output", "written");
  }

  /** All files of the store that have bytes. */
  private List<Kept> kept() throws IOException {
    Path store = directory.resolve("store");
    try (Stream<Path> files = Files.walk(store)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.getNameCount() > store.getNameCount() + 2)
          .filter(file -> file.toFile().length() > 0)
          .sorted()
          .map(file -> new Kept(kind(store, file), file))
          .toList();
    }
  }

  private static String kind(Path store, Path file) {
    String area = store.relativize(file).getName(0).toString();
    String name = file.getFileName().toString();
    return area.equals("files") ? name.substring(0, Math.max(0, name.indexOf('-'))) : area;
  }
}
