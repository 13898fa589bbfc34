package io.github.baci.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.image.Platform;
import io.github.baci.plan.check.CheckReport;
import io.github.baci.plan.check.CheckWarning;
import io.github.baci.plan.check.JsonFormat;
import io.github.baci.plan.check.SarifFormat;
import io.github.baci.plan.check.TextFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckerTest {
  private static final String SAMPLE = "FROM a as b\nWORKDIR x\nCOPY ignored /y\n";

  private static CheckReport check(String text) throws InterruptedException {
    return new Checker(new Plans().options(), Checker.KnownImages.NONE)
        .check("app/Dockerfile", text);
  }

  private static List<String> rules(CheckReport report) {
    return report.warnings().stream().map(w -> w.line() + " " + w.rule().id()).toList();
  }

  @Test
  void allStagesAreChecked() throws Exception {
    CheckReport report = check("FROM a\nCMD x\nFROM b\nENV k v\n");
    assertThat(rules(report)).containsExactly("2 JSONArgsRecommended", "4 LegacyKeyValueFormat");
    assertThat(report.failed()).isFalse();
  }

  @Test
  void variablesOfUnknownImagesAreNotCalledUndefined() throws Exception {
    assertThat(check("FROM jdk\nENV P=$JAVA_HOME/bin\n").warnings()).isEmpty();
    assertThat(rules(check("FROM scratch\nARG name\nENV P=$nmae\n")))
        .containsExactly("3 UndefinedVar");
  }

  @Test
  void commentAboveAnInstructionSwitchesARuleOffThere() throws Exception {
    CheckReport report =
        check("FROM scratch\n# check=skip=WorkdirRelativePath\nWORKDIR a\nENV token=x\n");
    assertThat(rules(report)).containsExactly("4 SecretsUsedInArgOrEnv");
  }

  @Test
  void directiveCanMakeWarningsFail() throws Exception {
    CheckReport report = check("# check=skip=FromAsCasing;error=true\n" + SAMPLE);
    assertThat(report.failed()).isTrue();
    assertThat(rules(report)).containsExactly("3 WorkdirRelativePath", "4 CopyIgnoredFile");
    assertThatThrownBy(() -> new Plans().evaluate("# check=error=true", "FROM a as b"))
        .hasMessageStartingWith("lint violation found for rules: FromAsCasing");
  }

  @Test
  void faultsDoNotHideWarnings() throws Exception {
    CheckReport report = check("FROM a as b\nFOO bar\nCMD x\n");
    assertThat(rules(report)).containsExactly("1 FromAsCasing", "3 JSONArgsRecommended");
    assertThat(report.problems()).hasSize(1);
    assertThat(report.problems().get(0).position().line()).isEqualTo(2);
  }

  @Test
  void warningsOfABuildComeInTheOrderOfTheFile() throws Exception {
    List<CheckWarning> warnings =
        new Plans().evaluate("FROM a as b", "WORKDIR x", "COPY ignored /y").warnings();
    assertThat(warnings)
        .extracting(w -> w.rule().id())
        .containsExactly("FromAsCasing", "WorkdirRelativePath", "CopyIgnoredFile");
    assertThat(warnings.get(2).toString()).startsWith("Dockerfile:3:6: CopyIgnoredFile: ");
  }

  @Test
  void imageOfAnotherPlatformIsReported() {
    BuildPlan plan = new Plans().plan("FROM a");
    assertThat(plan.checkBasePlatform(plan.target(), Plans.AMD64)).isEmpty();
    assertThat(plan.checkBasePlatform(plan.target(), Platform.parse("linux/arm64")))
        .hasValueSatisfying(
            warning -> assertThat(warning.message()).contains("linux/arm64", "linux/amd64"));
  }

  @Test
  void textQuotesTheLines() throws Exception {
    assertThat(new TextFormat().render(check(SAMPLE), SAMPLE))
        .contains("WARNING: app/Dockerfile:2:9: WorkdirRelativePath: ")
        .contains("   2 | >>> WORKDIR x\n")
        .endsWith("3 warnings, 0 errors\n");
  }

  @Test
  void jsonHasPlaces() throws Exception {
    JsonNode json = new ObjectMapper().readTree(new JsonFormat().render(check(SAMPLE), SAMPLE));
    assertThat(json.get("warnings")).hasSize(3);
    assertThat(json.at("/warnings/2/rule").asText()).isEqualTo("CopyIgnoredFile");
    assertThat(json.at("/warnings/2/column").asInt()).isEqualTo(6);
  }

  @Test
  void sarifNamesRulesAndFiles() throws Exception {
    String text = "FROM a as b\nFOO\n";
    JsonNode json = new ObjectMapper().readTree(new SarifFormat().render(check(text), text));
    assertThat(json.get("version").asText()).isEqualTo("2.1.0");
    assertThat(json.at("/runs/0/results/0/ruleId").asText()).isEqualTo("FromAsCasing");
    assertThat(json.at("/runs/0/results/1/level").asText()).isEqualTo("error");
    assertThat(
            json.at("/runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri").asText())
        .isEqualTo("app/Dockerfile");
    assertThat(json.at("/runs/0/results/1/locations/0/physicalLocation/region/startLine").asInt())
        .isEqualTo(2);
  }
}
