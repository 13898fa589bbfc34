package io.github.baci.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.api.Platform;
import io.github.baci.image.ImageConfig;
import io.github.baci.plan.check.CheckReport;
import io.github.baci.plan.check.CheckRule;
import io.github.baci.plan.check.CheckWarning;
import io.github.baci.plan.check.JsonFormat;
import io.github.baci.plan.check.SarifFormat;
import io.github.baci.plan.check.TextFormat;
import java.net.URI;
import java.util.List;
import java.util.Optional;
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
  void buildWarnsOfBaseImagesOfAnotherPlatform() throws Exception {
    BaseConfigs arm =
        new BaseConfigs() {
          @Override
          public ImageConfig configOf(StageInput base) {
            return ImageConfig.EMPTY;
          }

          @Override
          public Optional<Platform> platformOf(StageInput base) {
            return Optional.of(Platform.parse("linux/arm64"));
          }
        };
    String[] lines = {"FROM a AS one", "FROM scratch", "COPY --from=one /x /"};
    assertThat(new Plans().plan(lines).evaluate(arm).warnings())
        .singleElement()
        .hasToString(
            "Dockerfile:1:6: InvalidBaseImagePlatform: Base image a was pulled with platform"
                + " \"linux/arm64\", expected \"linux/amd64\" for current build");
    BuildPlan strict = new Plans().plan("# check=error=true", "FROM a");
    assertThatThrownBy(() -> strict.evaluate(arm)).hasMessageContaining("InvalidBaseImagePlatform");
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
    JsonNode json =
        new ObjectMapper()
            .readTree(new SarifFormat(URI.create("file:///checkout/")).render(check(text), text));
    assertThat(json.get("version").asText()).isEqualTo("2.1.0");
    assertThat(json.at("/runs/0/results/0/ruleId").asText()).isEqualTo("FromAsCasing");
    assertThat(json.at("/runs/0/results/1/level").asText()).isEqualTo("error");
    assertThat(
            json.at("/runs/0/results/1/locations/0/physicalLocation/artifactLocation/uri").asText())
        .isEqualTo("app/Dockerfile");
    assertThat(json.at("/runs/0/results/1/locations/0/physicalLocation/region/startLine").asInt())
        .isEqualTo(2);
  }

  @Test
  void sarifNamesFilesFromTheRootOfTheCheckout() throws Exception {
    SarifFormat format = new SarifFormat(URI.create("file:///checkout/"));
    Checker checker = new Checker(new Plans().options(), Checker.KnownImages.NONE);
    String text = "FROM a as b\n";
    assertThat(place(format.render(checker.check("a b/Docker%file", text), text)))
        .isEqualTo("{\"uri\":\"a%20b/Docker%25file\",\"uriBaseId\":\"%SRCROOT%\"}");
    assertThat(place(format.render(checker.check("a:b/ä", text), text)))
        .isEqualTo("{\"uri\":\"./a:b/%C3%A4\",\"uriBaseId\":\"%SRCROOT%\"}");
    assertThat(place(format.render(checker.check("/else/where", text), text)))
        .isEqualTo("{\"uri\":\"file:///else/where\"}");
    assertThat(place(format.render(checker.check("C:\\w\\Dockerfile", text), text)))
        .isEqualTo("{\"uri\":\"file:///C:/w/Dockerfile\"}");
  }

  private static String place(String sarif) throws Exception {
    return new ObjectMapper()
        .readTree(sarif)
        .at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation")
        .toString();
  }

  @Test
  void sarifResultsPointAtTheirRules() throws Exception {
    String text = "FROM a as b\nWORKDIR x\nFOO\n";
    JsonNode run =
        new ObjectMapper()
            .readTree(new SarifFormat(URI.create("file:///c/")).render(check(text), text))
            .at("/runs/0");
    assertThat(run.get("results")).hasSize(3);
    for (JsonNode result : run.get("results")) {
      JsonNode rule = run.at("/tool/driver/rules/" + result.get("ruleIndex").asInt());
      assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
      assertThat(rule.at("/defaultConfiguration/level")).isEqualTo(result.get("level"));
    }
    assertThat(run.findValuesAsText("helpUri"))
        .contains(
            "https://docs.docker.com/reference/build-checks/json-args-recommended/",
            "https://docs.docker.com/reference/build-checks/from-as-casing/")
        .hasSize(CheckRule.values().length);
  }
}
