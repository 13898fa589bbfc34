package io.github.baci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.store.Records;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerRecordsTest {
  private static final int MANY = 1000;
  private static final byte[] RECORD = "found".getBytes(UTF_8);

  @TempDir private Path directory;
  private TestLayers layers;

  @BeforeEach
  void openAStore() {
    layers = new TestLayers(directory);
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  private LayerRecords records() {
    return new LayerRecords(new Records(layers.store()), "kind-", "1");
  }

  private void image(int files) {
    layers.layer(
        entries -> {
          for (int i = 0; i < files; i++) {
            entries.file("file-" + i, "");
          }
        });
  }

  @Test
  void whatIsRememberedIsKnownWithoutTheFiles() throws Exception {
    image(MANY);
    records().put("subject", layers.stack(), RECORD);
    layers.loseTars();

    assertThat(records().find("subject", layers.stack())).hasValue(RECORD);
  }

  @Test
  void otherSubjectsLayersAndVersionsAreOtherRecords() {
    image(MANY);
    records().put("subject", layers.stack(), RECORD);

    assertThat(records().find("other", layers.stack())).isEmpty();
    assertThat(
            new LayerRecords(new Records(layers.store()), "kind-", "2")
                .find("subject", layers.stack()))
        .isEmpty();
    layers.layer(entries -> entries.file("above", ""));
    assertThat(records().find("subject", layers.stack())).isEmpty();
  }

  @Test
  void ofFewFilesNothingIsRemembered() throws Exception {
    image(MANY - 1);
    records().put("subject", layers.stack(), RECORD);

    assertThat(layers.kept("kind-")).isEmpty();
  }

  @Test
  void aDamagedRecordIsNone() throws Exception {
    image(MANY);
    records().put("subject", layers.stack(), RECORD);
    List<Path> kept = layers.kept("kind-");
    byte[] bytes = Files.readAllBytes(kept.get(0));
    bytes[2]++;
    Files.write(kept.get(0), bytes);

    assertThat(kept).hasSize(1);
    assertThat(records().find("subject", layers.stack())).isEmpty();
  }
}
