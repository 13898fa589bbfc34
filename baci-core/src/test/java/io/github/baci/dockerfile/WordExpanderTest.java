package io.github.baci.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordExpanderTest {
  private static final Map<String, String> ENV =
      Map.of(
          "dir", "/opt/app",
          "file", "lib.so.1.2",
          "empty", "",
          "two", "x y",
          "größe", "L");

  private final WordExpander expander = new WordExpander('\\');

  private String expand(String word) {
    return expander.expand(word, ENV::get).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      value = {
        "$dir/bin | /opt/app/bin",
        "${dir}bin | /opt/appbin",
        "$größe | L",
        "a$unset.b | a.b",
        "$ and $% | $ and $%",
        "\\$dir | $dir",
        "'$dir' | $dir",
        "\"$dir\" | /opt/app",
        "\"\\$dir \\\" \\n\" | $dir \" \\n",
        "a\\ b | a b",
        "${unset:-${dir}/x} | /opt/app/x",
        "${empty:-d} | d",
        "${empty-d} | ``",
        "${dir:+yes}${empty:+no}${empty+set}${unset+no} | yesset",
        "${dir:?no} | /opt/app",
        "${file#*.} | so.1.2",
        "${file##*.} | 2",
        "${file%.*} | lib.so.1",
        "${file%%.*} | lib",
        "${dir#x} | /opt/app",
        "${file/./-} | lib-so.1.2",
        "${file//./-} | lib-so-1-2",
        "${file//?.*/x} | lix",
        "${dir//\\//_} | _opt_app",
        "${unset#x} | ``",
      })
  void wordsAreExpanded(String word, String expected) {
    assertThat(expand(word)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"open | looking for matching double-quote",
        "'open | looking for matching single-quote",
        "${dir | unsupported modifier",
        "${dir:-x | syntax error: missing '}'",
        "${} | bad substitution",
        "${:x} | bad substitution",
        "${dir^^} | unsupported modifier (^) in substitution",
        "${dir:=x} | unsupported modifier (:=) in substitution",
        "${dir:#x} | unsupported modifier (:#) in substitution",
        "${unset?} | unset: is not allowed to be unset",
        "${empty:?} | empty: is not allowed to be empty",
        "${unset:?say $two} | unset: say x y",
        "${dir/x} | missing '/' in ${}",
        "${dir#\\a} | invalid escape '\\a'",
      })
  void whatCannotBeExpandedIsRefused(String word, String message) {
    assertThatThrownBy(() -> expand(word))
        .isInstanceOf(ExpansionException.class)
        .hasMessageStartingWith("failed to process " + GoQuote.quote(word) + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void valuesStayOneWordButCanBeSplit() {
    Expansion expansion = expander.expand("$two \"$two\" 'a b'c", ENV::get);
    assertThat(expansion.text()).isEqualTo("x y x y a bc");
    assertThat(expansion.words()).containsExactly("x", "y", "x y", "a bc");
  }

  @Test
  void textBeforeADefaultIsNotLostWhenWordsAreSplit() {
    assertThat(expander.expand("80${unset:-90}", ENV::get).words()).containsExactly("8090");
  }

  @Test
  void theNamesUsedAreKnownAfterwards() {
    Expansion expansion = expander.expand("$dir ${nope:-$empty} '$quoted'", ENV::get);
    assertThat(expansion.matched()).containsExactly("dir", "empty");
    assertThat(expansion.unmatched()).containsExactly("nope");
  }

  @Test
  void theEscapeCharacterIsTheFiles() {
    assertThat(new WordExpander('`').expand("C:\\`$dir", ENV::get).text()).isEqualTo("C:\\$dir");
  }

  @Test
  void heredocsKnowNoQuotes() {
    assertThat(WordExpander.expandHeredoc("'$dir' \"\\$dir\"\\n\n", ENV::get).text())
        .isEqualTo("'/opt/app' \"$dir\"n\n");
  }

  @Test
  void deepNestingIsRefused() {
    String word = "${a:-".repeat(100_000);
    assertThatThrownBy(() -> expand(word))
        .isInstanceOf(ExpansionException.class)
        .hasMessageEndingWith("deep");
  }

  @Test
  void replacementsAreTakenAsTheyAre() {
    assertThat(expand("${file/./\\$1}")).isEqualTo("lib\\$1so.1.2");
  }
}
