package io.github.baci.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreRulesTest {
  private static IgnoreRules rules(String... lines) {
    return IgnoreRules.parse(String.join("\n", lines), "x.dockerignore");
  }

  @Test
  void patternsAreAnchoredAtTheRoot() {
    IgnoreRules rules = rules("target", "*.log");

    assertThat(rules.ignores("target")).isTrue();
    assertThat(rules.ignores("target/classes/A.class")).isTrue();
    assertThat(rules.ignores("module/target")).isFalse();
    assertThat(rules.ignores("a.log")).isTrue();
    assertThat(rules.ignores("logs/a.log")).isFalse();
  }

  @Test
  void twoStarsReachEveryDepthIncludingNone() {
    IgnoreRules rules = rules("**/node_modules", "docs/**", "a/**/z", "lib**end");

    assertThat(rules.ignores("node_modules/x")).isTrue();
    assertThat(rules.ignores("web/app/node_modules/x")).isTrue();
    assertThat(rules.ignores("docs")).isFalse();
    assertThat(rules.ignores("docs/a/b")).isTrue();
    assertThat(rules.ignores("a/z")).isTrue();
    assertThat(rules.ignores("a/b/c/z")).isTrue();
    assertThat(rules.ignores("a/b/cz")).isFalse();
    assertThat(rules.ignores("lib/x/end")).isTrue();
  }

  @Test
  void theLastPatternThatHitsDecides() {
    IgnoreRules rules = rules("target", "!target/app.jar", "target/app.jar.bak");

    assertThat(rules.ignores("target/app.jar")).isFalse();
    assertThat(rules.ignores("target/other.jar")).isTrue();
    assertThat(rules.ignores("target/app.jar.bak")).isTrue();
    assertThat(rules("!a", "a").ignores("a/b")).isTrue();
  }

  @Test
  void aDirectoryThatIsNotIgnoredIsNotTakenInAgainWithAllThatIsBelow() {
    IgnoreRules rules = rules("**/.env", "!config", "!config/sub/.env");

    assertThat(rules.ignores("config")).isFalse();
    assertThat(rules.ignores("config/.env")).isTrue();
    assertThat(rules.ignores("config/sub/.env")).isFalse();
    assertThat(rules("config", "**/.env", "!config").ignores("config/.env")).isFalse();
    assertThat(rules("a", "!a", "a").ignores("a/b")).isTrue();
  }

  @Test
  void readingCleansPatternsAndLeavesCommentsOut() {
    assertThat(
            IgnoreFile.patterns(
                "\uFEFF# note\n #kept\r\n/a/./b//c/\n\n  ! /d/../e \nlast # no comment"))
        .containsExactly("#kept", "a/b/c", "!e", "last # no comment");
  }

  @Test
  void theReasonNamesPatternFileAndLine() {
    assertThat(rules("# x", "secret*", "!secret.txt").reason("secrets/key"))
        .contains("excluded by the pattern 'secret*' in x.dockerignore:2");
    assertThat(rules("secret*", "!secret.txt").reason("secret.txt")).isEmpty();
  }

  @Test
  void whatBuildsWriteCannotBeTakenInAgain() {
    IgnoreRules rules =
        rules("target", "!target/**").excluding(List.of("target/a\\*.aci", "target/baci"));

    assertThat(rules.ignores("target/a*.aci")).isTrue();
    assertThat(rules.ignores("target/ab.aci")).isFalse();
    assertThat(rules.ignores("target/baci/image.properties")).isTrue();
    assertThat(rules.reason("target/a*.aci")).contains("left out, because builds write it");
  }

  @Test
  void aRangeThatRunsBackwardsIsMalformed() {
    assertThatThrownBy(() -> rules("a", "  [Local-Only]/"))
        .isInstanceOf(BaciException.class)
        .hasMessage(
            "x.dockerignore:2:3: the pattern '[Local-Only]' is malformed: the range 'l-O' in '[…]'"
                + " runs backwards; for a name with a '[', write '\\['");
    assertThat(rules("\\[Local-Only]/").ignores("[Local-Only]/notes")).isTrue();
  }

  @Test
  void aBackslashDoesNotPartDirectories() {
    assertThatThrownBy(() -> rules("target\\classes"))
        .hasMessage(
            "x.dockerignore:1:1: the pattern 'target\\classes' is malformed: '\\c' means nothing;"
                + " directories are parted by '/'");
    assertThatThrownBy(() -> rules("a", "[\\Q]")).hasMessageContaining("'\\Q' means nothing");
    assertThat(rules("\\!x").ignores("!x")).isTrue();
  }

  @Test
  void malformedPatternsAreNamedWithTheirLine() {
    assertThatThrownBy(() -> rules("ok", "a[b"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("x.dockerignore:2")
        .hasMessageContaining("a[b");
    assertThatThrownBy(() -> rules("!"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("illegal exclusion pattern");
  }

  @Test
  void manyStarsDoNotMakeMatchingSlow() {
    IgnoreRules rules = rules("a*".repeat(40) + "**/x" + "**/y".repeat(30) + "?b");

    assertThat(
            org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> rules.ignores("a".repeat(2000) + "/c".repeat(500))))
        .isFalse();
  }

  @Test
  void globsMatchWholePathsAsGoDoes() throws GlobSyntaxException {
    assertThat(Glob.of("*.go").matches("x.go")).isTrue();
    assertThat(Glob.of("*.go").matches("d/x.go")).isFalse();
    assertThat(Glob.of("[^a-c]?").matches("dz")).isTrue();
    assertThat(Glob.of("[!a]").matches("b")).isFalse();
    assertThat(Glob.of("\\*").matches("*")).isTrue();
    assertThat(Glob.of("**/x").matches("a/b/x")).isFalse();
    assertThat(Glob.spanningDirectories("**/x").matches("a/b/x")).isTrue();
    assertThat(Glob.of("a/*/c").mayMatchBelow("a/b")).isTrue();
    assertThat(Glob.of("a/*/c").mayMatchBelow("b")).isFalse();
  }

  @Test
  void whoeverIsInterruptedDoesNotLookAtAllPatterns() {
    IgnoreRules rules = rules("a", "b");
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> rules.ignores("x"))
          .isInstanceOf(BaciException.class)
          .hasMessage("the build was interrupted");
    } finally {
      Thread.interrupted();
    }
  }
}
