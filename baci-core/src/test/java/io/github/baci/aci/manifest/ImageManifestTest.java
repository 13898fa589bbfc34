package io.github.baci.aci.manifest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.types.AcName;
import io.github.baci.aci.types.Port;
import io.github.baci.api.BaciException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageManifestTest {
  private static final String ID = "sha512-" + "ab".repeat(64);

  private static final String FULL =
      """
      {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/shop",\
      "labels":[{"name":"arch","value":"amd64"},{"name":"os","value":"linux"},\
      {"name":"version","value":"2.0"}],\
      "app":{"exec":["/bin/shop","--all"],\
      "eventHandlers":[{"name":"pre-start","exec":["/bin/init"]}],\
      "user":"shop","group":"www","supplementaryGIDs":[7,8],"workingDirectory":"/srv",\
      "environment":[{"name":"Z","value":"1"},{"name":"A","value":""}],\
      "mountPoints":[{"name":"data","path":"/data"},\
      {"name":"conf","path":"/etc/shop","readOnly":true}],\
      "ports":[{"name":"http","protocol":"tcp","port":80,"count":2,"socketActivated":true}],\
      "isolators":[{"name":"resource/memory","value":{"limit":"1G"}}],\
      "userAnnotations":{"note":"x"},"userLabels":{"team":"blue"}},\
      "annotations":[{"name":"authors","value":"Jo"}],\
      "dependencies":[{"imageName":"example.com/base","imageID":"%s",\
      "labels":[{"name":"os","value":"linux"}],"size":42}],\
      "pathWhitelist":["/bin/shop"]}\
      """
          .formatted(ID);

  @Test
  void aManifestIsWrittenAsItWasRead() {
    assertThat(new String(parse(FULL).toJson(), UTF_8)).isEqualTo(FULL);
  }

  @Test
  void theLeastManifestHasKindVersionAndName() {
    String json = "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.0\",\"name\":\"a\"}";

    ImageManifest manifest = parse(json);

    assertThat(manifest.app()).isEmpty();
    assertThat(new String(manifest.toJson(), UTF_8)).isEqualTo(json);
  }

  @Test
  void fieldsOfLaterVersionsAreIgnored() {
    ImageManifest manifest =
        parse(
            "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.9.0\",\"name\":\"a\",\"new\":{\"x\":[1]}}");

    assertThat(new String(manifest.toJson(), UTF_8)).doesNotContain("new");
  }

  @Test
  void aPortWithoutACountIsOnePort() {
    ImageManifest manifest =
        parse(
            app(
                "\"ports\":[{\"name\":\"http\",\"protocol\":\"tcp\",\"port\":80},"
                    + "{\"name\":\"dns\",\"protocol\":\"udp\",\"port\":53,\"count\":0}]"));

    assertThat(manifest.app().orElseThrow().ports())
        .containsExactly(
            Port.of(new AcName("http"), "tcp", 80), Port.of(new AcName("dns"), "udp", 53));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{|is not JSON",
        "{} x|is not JSON",
        "[]|must be a JSON object",
        "{\"acKind\":\"PodManifest\"}|acKind is 'PodManifest'",
        "{\"acKind\":\"ImageManifest\",\"acKind\":\"ImageManifest\"}|is not JSON",
        "{\"acKind\":\"ImageManifest\",\"name\":\"a\"}|acVersion is missing",
        "{\"acKind\":\"ImageManifest\",\"acVersion\":\"1\",\"name\":\"a\"}|'1' is not an acVersion",
        "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.0.0\",\"name\":\"a\"}|'0.0.0' is not an",
        "{\"acKind\":\"ImageManifest\",\"acVersion\":\"1.0.0\",\"name\":\"a\"}|later major version",
        "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.1\",\"name\":\"\"}|name is missing",
        "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.1\",\"name\":7}|name must be a string"
      })
  void whatIsNoImageManifestIsRefused(String json, String reason) {
    assertRefused(json, reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"exec\":\"/bin/sh\"|app.exec must be a list",
        "\"exec\":[1]|app.exec[0] must be a string",
        "\"supplementaryGIDs\":[-1]|app.supplementaryGIDs[0] must be a number from 0",
        "\"ports\":[{\"name\":\"a\",\"port\":\"80\"}]|app.ports[0].port must be a number",
        "\"ports\":[{\"port\":80}]|app.ports[0].name is missing",
        "\"mountPoints\":[{\"name\":\"a\",\"path\":\"/x\",\"readOnly\":1}]|must be true or false",
        "\"environment\":[{\"name\":\"A\"},{\"name\":\"A\"}]|the environment variable 'A' is given"
            + " twice",
        "\"isolators\":[{\"name\":\"resource/cpu\"}]|isolator 'resource/cpu'",
        "\"userLabels\":[]|app.userLabels must be an object",
        "\"eventHandlers\":[{\"name\":\"x\"}]|'x' is not an event"
      })
  void whatIsWrongInAnAppIsSaidWithItsPlace(String field, String reason) {
    assertRefused(app(field), reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"labels\":[{\"name\":\"a\",\"value\":\"1\"},{\"name\":\"a\",\"value\":\"1\"}]|the label"
            + " 'a' is given twice",
        "\"annotations\":[{\"name\":\"a\"},{\"name\":\"a\"}]|the annotation 'a' is given twice",
        "\"dependencies\":[{}]|dependencies[0].imageName is missing",
        "\"dependencies\":[{\"imageName\":\"a\",\"imageID\":\"sha512-1\"}]|is not an image ID",
        "\"pathWhitelist\":{}|pathWhitelist must be a list"
      })
  void whatIsWrongBesideTheAppIsSaidWithItsPlace(String field, String reason) {
    assertRefused(
        "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"a\"," + field + "}",
        reason);
  }

  private static void assertRefused(String json, String reason) {
    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the manifest of test.aci")
        .hasMessageContaining(reason);
  }

  private static String app(String field) {
    return "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"a\","
        + "\"app\":{\"user\":\"0\",\"group\":\"0\","
        + field
        + "}}";
  }

  private static ImageManifest parse(String json) {
    return ImageManifest.parse(json.getBytes(UTF_8), "test.aci");
  }
}
