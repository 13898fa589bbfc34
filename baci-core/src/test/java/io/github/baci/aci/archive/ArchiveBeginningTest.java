package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveBeginningTest {
  private static final int LARGE = 9 << 20;

  @TempDir private Path directory;
  private TestLayers layers;
  private Path output;

  @BeforeEach
  void openAStore() {
    layers = new TestLayers(directory.resolve("store"));
    output = directory.resolve("image.aci");
    large(layers);
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  @Test
  void whereTheHighestLayerIsInTheBeginningNoStateOfTheFirstHashIsKept() throws Exception {
    touching(layers, 1);

    isTheImage(write(layers, output), 1);

    assertThat(states()).isZero();
  }

  @Test
  void whereTheHighestLayerIsNotInTheBeginningStatesOfTheFirstHashAreKept() throws Exception {
    touching(layers, 1);
    layers.layer(entries -> entries.file("other", "1"));

    write(layers, output);

    assertThat(states()).isPositive();
  }

  /** The first archive of a place, of whose beginning the highest layer has nothing. */
  private void writeFirst() throws Exception {
    touching(layers, 1);
    layers.layer(entries -> entries.file("other", "1"));
    write(layers, output);
    layers.withoutLast();
  }

  @Test
  void whereTheBeginningChangesEachTimeNoStateOfTheHashIsKept() throws Exception {
    writeFirst();
    long states = states();
    touching(layers.withoutLast(), 2);

    WrittenAci second = write(layers, output);

    assertThat(states).isPositive();
    assertThat(states()).isEqualTo(states);
    isTheImage(second, 2);

    touching(layers.withoutLast(), 3);
    isTheImage(write(layers, output), 3);
    assertThat(states()).isEqualTo(states);
  }

  @Test
  void statesAreKeptAgainWhereTheBeginningStays() throws Exception {
    writeFirst();
    touching(layers.withoutLast(), 2);
    write(layers, output);
    long states = states();
    layers.layer(entries -> entries.file("other", "1"));

    write(layers, output);

    assertThat(states()).isGreaterThan(states);
  }

  @Test
  void anotherImageAtTheSamePlaceIsNoChangeOfTheBeginning() throws Exception {
    writeFirst();
    long states = states();
    byte[] other = new byte[LARGE];
    new Random(2).nextBytes(other);
    layers.withoutLast().withoutLast();
    layers.layer(entries -> entries.directory("srv").file("srv/large", TestLayers.FILE, other));
    touching(layers, 2);

    write(layers, output);

    assertThat(states()).isGreaterThan(states);
  }

  @Test
  void aDamagedRecordIsNone() throws Exception {
    writeFirst();
    for (Path record : records("begin-")) {
      Files.write(record, new byte[] {1, 2, 3});
    }
    long states = states();
    touching(layers.withoutLast(), 2);
    layers.layer(entries -> entries.file("other", "1"));

    write(layers, output);

    assertThat(states()).isGreaterThan(states);
    layers.withoutLast();
    isTheImage(write(layers, output), 2);
  }

  @Test
  void ofAShortArchiveNothingIsRemembered() throws Exception {
    layers.withoutLast();
    touching(layers, 1);

    write(layers, output);

    assertThat(records("begin-")).isEmpty();
  }

  private static TestLayers large(TestLayers layers) {
    byte[] random = new byte[LARGE];
    new Random(1).nextBytes(random);
    return layers.layer(
        entries -> entries.directory("srv").file("srv/large", TestLayers.FILE, random));
  }

  /** Adds a layer as a RUN makes it: the directory that it writes into has another time. */
  private static TestLayers touching(TestLayers layers, int time) {
    Attributes touched = Attributes.of(0755, 0, 0, new Mtime(2_000_000 + time, 0));
    return layers.layer(
        entries ->
            entries.add(new LayerEntry.Directory("srv", touched)).file("srv/rev", "" + time));
  }

  /** Compares a file with what an empty store gives. */
  private void isTheImage(WrittenAci written, int time) throws Exception {
    Path place = Files.createDirectory(directory.resolve("elsewhere-" + time));
    try (TestLayers elsewhere = new TestLayers(place.resolve("store"))) {
      touching(large(elsewhere), time);
      WrittenAci anew = write(elsewhere, place.resolve("anew.aci"));
      assertThat(written.imageId()).isEqualTo(anew.imageId());
      assertThat(Files.mismatch(output, anew.file())).isEqualTo(-1);
    }
  }

  private long states() throws IOException {
    return records(".sha512").size();
  }

  private List<Path> records(String part) throws IOException {
    try (Stream<Path> files = Files.walk(layers.store().root())) {
      return files.filter(path -> path.getFileName().toString().contains(part)).toList();
    }
  }

  private static WrittenAci write(TestLayers layers, Path file) throws Exception {
    ImageConfig config = ImageConfig.EMPTY;
    try (AciWriter writer = new AciWriter(layers.store(), 2)) {
      return writer.write(
          layers.tree(),
          ManifestFactory.manifest(
              layers.image(config),
              layers.tree(),
              AciOptions.named("example.com/app"),
              warning -> {}),
          AciCompression.GZIP,
          file);
    }
  }
}
