package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.github.baci.api.BaciException;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class DockerfilePropertyTest {
  private static final Map<String, String> NONE = Map.of();

  @Provide
  Arbitrary<String> text() {
    return pieces(
        "FROM a",
        "RUN ",
        "COPY ",
        "ADD ",
        "ENV ",
        "--from=",
        "--mount=type=",
        "cache,",
        "<<E",
        "<<-'E'",
        "E",
        "\n",
        "\n",
        "\r\n",
        "\\\n",
        "\t",
        " ",
        "#",
        "# escape=`\n",
        "`\n",
        "[\"",
        "\"]",
        ",",
        "\"",
        "'",
        "$",
        "${",
        "}",
        ":-",
        "/",
        "\\",
        "=",
        "ONBUILD ",
        "HEALTHCHECK ",
        "EXPOSE ",
        "1-9",
        "\ufeff",
        "\u0000",
        "\u2028",
        "é",
        "\ud83d",
        "*",
        "a");
  }

  @Provide
  Arbitrary<String> words() {
    return pieces(
        "$", "${", "}", "{", "a", "b", ":-", ":+", ":?", "#", "##", "%", "%%", "/", "//", "*", "?",
        "[", "]", "[^", "\\", "'", "\"", " ", "é", "\ud83d", "\n", "1", "-");
  }

  private static Arbitrary<String> pieces(String... pieces) {
    return Arbitraries.of(pieces).list().ofMaxSize(40).map(list -> String.join("", list));
  }

  @Property(tries = 2000)
  void everyTextIsReadOrRefusedWithAMessage(@ForAll("text") String text) {
    try {
      assertThat(DockerfileParser.parse("Dockerfile", text).stages()).isNotNull();
    } catch (DockerfileException e) {
      assertThat(e.problems()).isNotEmpty();
      int lines = text.split("\n", -1).length;
      assertThat(e.problems())
          .allSatisfy(p -> assertThat(p.position().line()).isBetween(0, lines))
          .allSatisfy(p -> assertThat(p.message()).isNotBlank());
    } catch (BaciException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property(tries = 2000)
  void everyWordIsExpandedOrRefusedWithAMessage(@ForAll("words") String word) {
    try {
      new WordExpander('\\').expand(word, Map.of("a", "x/y/x", "b", "")::get);
    } catch (BaciException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Property
  void whatStandsInSingleQuotesIsTakenAsItIs(
      @ForAll @StringLength(max = 30) @Chars({'$', '{', '}', '\\', '"', ' ', 'a', '`'})
          String content) {
    assertThat(new WordExpander('\\').expand("'" + content + "'", NONE::get).text())
        .isEqualTo(content);
  }

  @Property
  void valuesAreNotExpandedAgain(@ForAll @StringLength(max = 30) String value) {
    Expansion expansion = new WordExpander('\\').expand("<${v}>", Map.of("v", value)::get);
    assertThat(expansion.text()).isEqualTo("<" + value + ">");
  }

  @Property
  void defaultCountsUnlessThereIsAValue(
      @ForAll @AlphaChars String value, @ForAll @AlphaChars String other) {
    String text =
        new WordExpander('\\').expand("${v:-" + other + "}", Map.of("v", value)::get).text();
    assertThat(text).isEqualTo(value.isEmpty() ? other : value);
  }

  @Property(tries = 300)
  void continuationsAndLineEndsChangeNoVariable(
      @ForAll @Size(min = 1, max = 6) List<@AlphaChars @NotBlank String> names) {
    List<String> pairs = names.stream().map(name -> name + "=" + name).toList();
    List<Instruction.Pair> expected = pairs("FROM a\nENV " + String.join(" ", pairs) + "\n");
    assertThat(expected).hasSameSizeAs(names);
    assertThat(pairs("FROM a\nENV " + String.join(" \\\n# comment\n  ", pairs) + "\n"))
        .isEqualTo(expected);
    assertThat(pairs("# escape=`\r\nFROM a\r\nENV " + String.join(" `\r\n", pairs)))
        .isEqualTo(expected);
  }

  private static List<Instruction.Pair> pairs(String text) {
    Instruction only =
        DockerfileParser.parse("Dockerfile", text).stages().get(0).instructions().get(0);
    return only instanceof Instruction.Env env ? env.pairs() : fail("no ENV: " + only);
  }
}
