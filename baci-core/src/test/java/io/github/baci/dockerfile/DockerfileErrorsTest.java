package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileErrorsTest {

  private static DockerfileException errorOf(String text) {
    return catchThrowableOfType(
        DockerfileException.class, () -> DockerfileParser.parse("app/Dockerfile", text));
  }

  @Test
  void anErrorShowsFileLineColumnAndTheLines() {
    assertThat(errorOf("FROM a\nCOPY --link \\\n  --form=b \\\n  c d\n"))
        .hasMessage(
            """
            app/Dockerfile:3:3: unknown flag: --form (did you mean from?)
               2 | >>> COPY --link \\
               3 | >>>   --form=b \\
               4 | >>>   c d""");
  }

  @Test
  void allFaultsAreReportedAtOnceInTheOrderOfTheFile() {
    DockerfileException error =
        errorOf("FROM a\nRUNN x\nENV a=b c\nCMD [\"a\", 1]\nUSER\nFROM b c\nEXPOSE\n");
    assertThat(error.problems())
        .extracting(p -> p.position().line())
        .containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(error.problems())
        .extracting(Problem::message)
        .containsExactly(
            "unknown instruction: RUNN (did you mean RUN?)",
            "Syntax error - can't find = in \"c\". Must be of the form: name=value",
            "when using JSON array syntax, arrays must be comprised of strings only",
            "USER requires exactly one argument",
            "FROM requires either one or three arguments: IMAGE, or IMAGE AS NAME",
            "EXPOSE requires at least one argument");
    assertThat(error.problems().get(1).position()).isEqualTo(new Position(3, 9));
  }

  @Test
  void severalFaultsOfOneInstructionAreReported() {
    assertThat(errorOf("FROM a\nRUN --mont=x --network=No --network=none ls\n").problems())
        .extracting(Problem::message)
        .containsExactly(
            "unknown flag: --mont (did you mean mount?)",
            "invalid network mode \"No\"; it can be default, none or host",
            "duplicate flag specified: --network");
  }

  @Test
  void directivesAreReportedAtTheirTrueLine() {
    assertThat(errorOf("# syntax=a\n# escape=x\n# escape=`\nFROM a\n").problems())
        .extracting(p -> p.position().line() + " " + p.message())
        .containsExactly(
            "2 invalid escape token 'x' does not match ` or \\",
            "3 only one escape parser directive can be used");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FROM a AS 1b | invalid name for build stage: \"1b\"",
        "COPY a | COPY requires at least two arguments, but only one was provided",
        "ADD a <<E | ADD cannot accept a heredoc as a destination",
        "COPY --link=maybe a b | expecting boolean value for flag --link, not: maybe",
        "COPY --link= a b | missing a value on flag: --link",
        "COPY --from a b | missing a value on flag: --from",
        "ADD --parents a b | unknown flag: --parents",
        "ENV =a | ENV names can not be blank",
        "ARG =a | ARG names can not be blank",
        "LABEL a | LABEL must have two arguments",
        "SHELL sh -c | SHELL requires the arguments to be in JSON form",
        "SHELL [] | SHELL requires at least one argument",
        "VOLUME [\" \"] | VOLUME specified can not be an empty string",
        "HEALTHCHECK NONE x | HEALTHCHECK NONE takes no arguments",
        "HEALTHCHECK curl x | Unknown type \"CURL\" in HEALTHCHECK (try CMD)",
        "HEALTHCHECK CMD | Missing command after HEALTHCHECK CMD",
        "HEALTHCHECK --interval=1us CMD x | Interval \"interval\" cannot be less than 1ms",
        "HEALTHCHECK --retries=-2 CMD x | --retries cannot be negative (-2)",
        "HEALTHCHECK --retries=x CMD x | parsing \"x\": invalid syntax",
        "ONBUILD ONBUILD RUN x | Chaining ONBUILD via `ONBUILD ONBUILD` isn't allowed",
        "ONBUILD from a | FROM isn't allowed as an ONBUILD trigger",
        "ONBUILD CMD [1] | arrays must be comprised of strings only",
        "RUN --security=x a | security \"x\" is not valid",
        "RUN --mount=from=$x,target=/a b | 'from' doesn't support variable expansion",
        "CMD --x a | unknown flag: --x",
        "frm a | unknown instruction: frm (did you mean from?)",
      })
  void faultsAreNamed(String line, String message) {
    String body = line.contains("<<E") ? "\nE" : "";
    assertThat(errorOf("FROM scratch\n" + line + body + "\n")).hasMessageContaining(message);
  }

  @Test
  void onlyArgMayStandBeforeTheFirstFrom() {
    assertThat(errorOf("ARG a\nRUN b\nUSER c\nFROM d\n").problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).startsWith("no build stage in current context");
              assertThat(problem.position().line()).isEqualTo(2);
            });
  }

  @Test
  void aFaultyFromDoesNotMakeWhatFollowsFaulty() {
    assertThat(errorOf("FROM --x=y a\nRUN b\n").problems()).hasSize(1);
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThat(errorOf("# nothing\n\n"))
        .hasMessageContaining("file with no instructions")
        .hasMessageContaining("cannot be empty");
  }

  @Test
  void aLineThatIsTooLongIsRefusedAtItsPlace() {
    String line = "RUN " + "x".repeat(65_531);
    assertThat(DockerfileParser.parse("D", "FROM a\n" + line + "\n").stages()).hasSize(1);
    assertThat(errorOf("FROM a\n" + line + "x\n").problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.position()).isEqualTo(new Position(2, 1));
              assertThat(problem.message())
                  .isEqualTo("dockerfile line greater than max allowed size of 65535");
              assertThat(problem.lines().get(0)).hasSizeLessThan(200);
            });
  }

  @Test
  void aTriggerAtFaultPointsToTheFromWhereItFires() {
    Origin from = DockerfileParser.parse("D", "FROM a\nFROM b\n").stages().get(1).from().origin();
    assertThatThrownBy(() -> DockerfileParser.parseTrigger("COPY x", from))
        .isInstanceOf(DockerfileException.class)
        .hasMessageStartingWith("D:2:1: in the trigger ONBUILD COPY x: COPY requires at least two")
        .hasMessageEndingWith("2 | >>> FROM b");
    assertThatThrownBy(() -> DockerfileParser.parseTrigger("USER a\nUSER b", from))
        .hasMessageContaining("onbuild trigger should be a single expression");
    assertThatThrownBy(() -> DockerfileParser.parseTrigger("FROM x", from))
        .hasMessageContaining("FROM isn't allowed as an ONBUILD trigger");
  }

  @Test
  void aLongChainOfTriggersIsRefusedLikeAShortOne() {
    assertThat(errorOf("FROM a\n" + "ONBUILD ".repeat(5_000) + "RUN x\n"))
        .hasMessageContaining("Chaining ONBUILD");
  }
}
