package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.time.Instant;
import org.apache.maven.model.Model;
import org.apache.maven.project.MavenProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BuildTimestampTest {

  @ParameterizedTest
  @ValueSource(strings = {"2020-09-13T12:26:40Z", "2020-09-13T14:26:40+02:00", "1600000000"})
  void thePropertyIsIsoOrSeconds(String text) {
    assertThat(BuildTimestamp.of(text, true, null)).contains(Instant.ofEpochSecond(1600000000));
  }

  @Test
  void thePropertyCountsBeforeTheEnvironment() {
    assertThat(BuildTimestamp.of("5", true, "7")).contains(Instant.ofEpochSecond(5));
    assertThat(BuildTimestamp.of(null, false, "7")).contains(Instant.ofEpochSecond(7));
    assertThat(BuildTimestamp.of(" ", true, "7")).contains(Instant.ofEpochSecond(7));
  }

  @Test
  void withoutAnyOfThemThereIsNone() {
    assertThat(BuildTimestamp.of(null, false, null)).isEmpty();
  }

  @Test
  void aSingleLetterSwitchesItOff() {
    assertThat(BuildTimestamp.of("x", true, "7")).isEmpty();
  }

  @Test
  void theValueThatMaven4GivesToAllCountsOnlyIfTheProjectSetsIt() {
    assertThat(BuildTimestamp.of("1980-02-01T00:00:00Z", false, "7"))
        .contains(Instant.ofEpochSecond(7));
    assertThat(BuildTimestamp.of("1980-02-01T00:00:00Z", true, "7"))
        .contains(Instant.parse("1980-02-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday", "2020-09-13", "2020-09-13T12:26:40", "99999999999999999999"})
  void whatIsNoTimeIsRefusedWithTheFormThatServes(String text) {
    assertThatThrownBy(() -> BuildTimestamp.of(text, true, null))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("project.build.outputTimestamp")
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("seconds since 1970");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "1.5", "now"})
  void theEnvironmentMustHoldSeconds(String text) {
    assertThatThrownBy(() -> BuildTimestamp.of(null, false, text))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("SOURCE_DATE_EPOCH");
  }

  @Test
  void aParentMaySetTheProperty() {
    Model setting = new Model();
    setting.addProperty("project.build.outputTimestamp", "1980-02-01T00:00:00Z");
    MavenProject parent = new MavenProject(new Model());
    parent.setOriginalModel(setting);
    MavenProject child = new MavenProject(new Model());
    child.setOriginalModel(new Model());
    assertThat(BuildTimestamp.isSetBy(child)).isFalse();

    child.setParent(parent);

    assertThat(BuildTimestamp.isSetBy(child)).isTrue();
  }
}
