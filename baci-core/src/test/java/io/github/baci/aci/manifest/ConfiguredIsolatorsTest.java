package io.github.baci.aci.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredIsolatorsTest {

  @Test
  void aValueIsJson() {
    assertThat(ConfiguredIsolators.read(Map.of("resource/memory", "{\"limit\": \"1G\"}")))
        .singleElement()
        .satisfies(
            isolator -> {
              assertThat(isolator.name().value()).isEqualTo("resource/memory");
              assertThat(isolator.value().path("limit").asText()).isEqualTo("1G");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"limit\": 1G}", "{} {}", "{\"limit\": \"1\", \"limit\": \"2\"}", "{"})
  void aValueThatIsNoJsonIsRefused(String value) {
    assertThatThrownBy(() -> ConfiguredIsolators.read(Map.of("resource/memory", value)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("resource/memory")
        .hasMessageContaining("no JSON");
  }

  @Test
  void whatIsWrongIsToldBeforeAnythingElse(@TempDir Path directory) {
    AciOptions aci = AciOptions.builder("a").isolators(Map.of("resource/memory", "{")).build();
    BuildRequest request =
        BuildRequest.builder(directory, directory.resolve("a.aci"), aci)
            .storeDirectory(directory.resolve("store"))
            .build();

    assertThatThrownBy(() -> new Baci().build(request, BuildListener.SILENT))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("resource/memory");
    assertThat(directory).isEmptyDirectory();
  }
}
