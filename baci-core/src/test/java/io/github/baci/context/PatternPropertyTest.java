package io.github.baci.context;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Patterns against a slow and simple reading of the same rules as regular expressions. */
class PatternPropertyTest {

  @Provide
  Arbitrary<String> patterns() {
    return Arbitraries.of("a", "b", "*", "?", "/", ".", "[ab]", "[^a]", "\\*")
        .list()
        .ofMinSize(1)
        .ofMaxSize(8)
        .map(list -> String.join("", list));
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.of("a", "b", "ab", "ba", ".a", "*")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(list -> String.join("/", list));
  }

  @Property(tries = 3000)
  void globMatchesWhatItsRegularExpressionMatches(
      @ForAll("patterns") String pattern, @ForAll("paths") String path) throws Exception {
    String regex =
        pattern.replace(".", "\\.").replaceAll("(?<!\\\\)\\*+", "[^/]*").replace("?", "[^/]");
    assertThat(Glob.of(pattern).matches(path))
        .as("%s on %s", pattern, path)
        .isEqualTo(Pattern.matches(regex, path));
  }

  @Property(tries = 1000)
  void whatAGlobMatchesItMayMatchBelowEachParent(
      @ForAll("patterns") String pattern, @ForAll("paths") String path) throws Exception {
    Glob glob = Glob.spanningDirectories(pattern);
    if (glob.matches(path)) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        assertThat(glob.mayMatchBelow(path.substring(0, slash))).as(pattern + path).isTrue();
      }
    }
  }

  @Property
  void whatHasAnIgnoredParentIsIgnored(
      @ForAll("patterns") String pattern, @ForAll("paths") String path) {
    IgnoreRules rules = IgnoreRules.parse(pattern, "ignore");
    if (rules.ignores(path)) {
      assertThat(rules.ignores(path + "/below")).isTrue();
      assertThat(rules.reason(path)).isPresent();
    }
  }

  @Property
  void lastWordCounts(@ForAll("patterns") String pattern, @ForAll("paths") String path) {
    assertThat(IgnoreRules.parse(pattern + "\n!**\n", "ignore").ignores(path)).isFalse();
    assertThat(IgnoreRules.parse("!" + pattern + "\n**\n", "ignore").ignores(path)).isTrue();
  }

  @Property
  void walkComesToTheSameAsASingleQuestion(
      @ForAll("patterns") String one,
      @ForAll("patterns") String two,
      @ForAll("paths") String path) {
    IgnoreRules rules = IgnoreRules.parse(one + "\n!" + two, "ignore");
    IgnoreRules.Scope scope = rules.root();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      scope = scope.enter(path.substring(0, slash));
      if (scope.ignored() && !rules.ignores(path)) {
        assertThat(scope.mayTakeInBelow()).as(path).isTrue();
      }
    }
    assertThat(scope.enter(path).ignored()).isEqualTo(rules.ignores(path));
  }

  @Property(tries = 5)
  void manyStarsCostNoMoreThanTheirLength(@ForAll @IntRange(min = 100, max = 1000) int count)
      throws Exception {
    String path = "a".repeat(count);
    for (String star : List.of("*a", "?*", "**/a*")) {
      assertThat(Glob.spanningDirectories(star.repeat(count / 10) + "b").matches(path)).isFalse();
    }
  }
}
