package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.SourceOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A setting that {@link RequestFingerprint} does not know would let a build take the image of
 * another setting for its own. So whoever adds one comes by here, decides, and adds it to the list.
 */
class RequestFingerprintTest {
  private static List<String> settings(Class<?> type) {
    List<String> names = new ArrayList<>();
    for (Field field : type.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
        names.add(field.getName());
      }
    }
    return names;
  }

  @Test
  void everySettingOfARequestIsInItOrChangesNothingThatIsBuilt() {
    assertThat(settings(BuildRequest.class))
        .containsExactlyInAnyOrder(
            "contextDirectory",
            "dockerfile",
            "outputFile",
            "storeDirectory", // the record is in the store
            "storeLimit", // how much is kept
            "target",
            "buildArgs",
            "labels",
            "namedContexts", // not remembered
            "platform",
            "timestamp",
            "secrets", // not remembered
            "sshAgents", // not remembered
            "engine",
            "network",
            "allowed",
            "noCache", // not remembered
            "failOnWarning",
            "listInputs", // not remembered
            "aci",
            "mode", // remembered if flat
            "baseAcis",
            "sources",
            "stepCache", // not remembered
            "formats",
            "ownFiles");
  }

  @Test
  void everySettingOfEnginesAndSourcesIsInItOrChangesNothingThatIsBuilt() {
    assertThat(settings(BuildRequest.EngineOptions.class))
        .containsExactlyInAnyOrder("kind", "rktPath", "rktStage1", "rktDir", "rktOptions");
    assertThat(settings(SourceOptions.class))
        .containsExactlyInAnyOrder(
            "registryMirrors",
            "credentials", // with whose rights
            "insecureRegistries",
            "offline",
            "maxAge",
            "proxies", // by which way
            "jdkHome",
            "jars", // for images that are made of them, which are looked for each time
            "artifacts", // the same
            "trust",
            "engine"); // what the request says of it
  }

  @Test
  void everySettingOfImagesIsInIt() {
    assertThat(settings(AciOptions.class))
        .containsExactlyInAnyOrder(
            "name",
            "labels",
            "annotations",
            "isolators",
            "eventHandlers",
            "portNames",
            "mountPointNames",
            "compression");
    assertThat(settings(OciOptions.class))
        .containsExactlyInAnyOrder("name", "tag", "annotations", "compression");
    assertThat(settings(OutputFormats.class)).containsExactlyInAnyOrder("outputs", "oci");
  }
}
