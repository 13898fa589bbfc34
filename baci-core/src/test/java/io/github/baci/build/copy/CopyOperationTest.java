package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.InlineFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CopyOperationTest extends CopyFixture {
  private static final Instant TIME = Instant.parse("2024-05-06T07:08:09Z");

  @Test
  void aFileGoesToItsNewNameAndNothingElseIsInTheLayer() throws IOException {
    file("a", "A");
    FileTree base = tree(dir("etc", 0755), plain("etc/hosts"));

    Layer layer = onto(base).to("/etc/b").layer("a");

    assertThat(paths(layer)).containsExactly("etc/b");
    assertThat(text(base.with(layer), "etc/b")).isEqualTo("A");
    assertThat(names(base.with(layer), "etc")).containsExactly("b", "hosts");
  }

  @Test
  void aFileGoesIntoADirectoryThatExistsOrIsWrittenWithASlash() throws IOException {
    file("x/a", "A");
    FileTree base = tree(dir("d", 0700), link("l", "/d"));

    assertThat(text(onto(base).to("/d").tree("x/a"), "d/a")).isEqualTo("A");
    assertThat(text(onto(base).to("/l").tree("x/a"), "d/a")).isEqualTo("A");
    assertThat(text(onto(base).to("/new/").tree("x/a"), "new/a")).isEqualTo("A");
    assertThat(mode(onto(base).to("/d").tree("x/a"), "d")).isEqualTo("700");
  }

  @Test
  void aDestinationThatIsALinkToAFileReplacesThatFile() throws IOException {
    file("a", "A");
    FileTree base = tree(plain("real"), link("l", "real"));

    FileTree result = onto(base).to("/l").tree("a");

    assertThat(text(result, "real")).isEqualTo("A");
    assertThat(node(result, "l").entry()).isInstanceOf(LayerEntry.Symlink.class);
  }

  @Test
  void aDirectorySourceGivesItsContentAndItsTime() throws IOException {
    file("src/sub/x", "X");
    Files.setLastModifiedTime(context.resolve("src"), FileTime.from(TIME));
    FileTree base = tree(dir("d", 0700), plain("d/kept"));

    FileTree result = onto(base).to("/d").tree("src");

    assertThat(names(result, "d")).containsExactly("kept", "sub");
    assertThat(text(result, "d/sub/x")).isEqualTo("X");
    assertThat(node(result, "d").attributes()).isEqualTo(Attributes.of(0700, 7, 8, Mtime.of(TIME)));
  }

  @Test
  void directoriesThatAreMergedTakeTheSourcesAttributes() throws IOException {
    file("src/sub/x", "X");
    Files.setPosixFilePermissions(
        context.resolve("src/sub"), PosixFilePermissions.fromString("rwx------"));
    FileTree base = tree(dir("d", 0755), dir("d/sub", 0777), plain("d/sub/old"));

    FileTree result = onto(base).to("/d").tree("src");

    assertThat(mode(result, "d/sub")).isEqualTo("700");
    assertThat(owner(result, "d/sub")).isEqualTo("0:0");
    assertThat(names(result, "d/sub")).containsExactly("old", "x");
  }

  @Test
  void aFileCannotReplaceADirectoryNorTheOtherWayRound() throws IOException {
    file("a/d", "file");
    file("b/f/x", "x");
    FileTree base = tree(dir("t", 0755), dir("t/d", 0755), plain("t/f"));

    assertThatThrownBy(() -> onto(base).to("/t").layer("a"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("cannot replace to directory /t/d");
    assertThatThrownBy(() -> onto(base).to("/t").layer("b"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("cannot copy to non-directory: /t/f");
    assertThatThrownBy(() -> onto(base).to("/t/f/").layer("a/d"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("mkdir /t/f: not a directory");
  }

  @Test
  void linksInsideADirectoryAreKeptAndNamedOnesAreFollowed() throws IOException {
    file("src/x", "X");
    Files.createSymbolicLink(context.resolve("src/l"), Path.of("/nowhere"));
    Files.createSymbolicLink(context.resolve("top"), Path.of("src/x"));

    FileTree result = onto(FileTree.EMPTY).to("/d/").tree("src", "top");

    assertThat(node(result, "d/l").entry())
        .isInstanceOfSatisfying(
            LayerEntry.Symlink.class, link -> assertThat(link.target()).isEqualTo("/nowhere"));
    assertThat(text(result, "d/top")).isEqualTo("X");
  }

  @Test
  void wildcardsMatchPathsAndMayMatchNothing() throws IOException {
    file("a.txt", "1");
    file("b.txt", "2");
    file("sub/one/f", "3");
    file("c.md", "4");

    assertThat(names(onto(FileTree.EMPTY).to("/d/").tree("*.txt"), "d"))
        .containsExactly("a.txt", "b.txt");
    assertThat(names(onto(FileTree.EMPTY).to("/d/").tree("sub/*/f", "?.md"), "d"))
        .containsExactly("c.md", "f");
    assertThat(onto(FileTree.EMPTY).to("/d/").layer("*.none").entries()).isEmpty();
    assertThatThrownBy(() -> onto(FileTree.EMPTY).layer("a[")).isInstanceOf(BaciException.class);
  }

  @Test
  void aMissingSourceIsNamedAndAnIgnoredOneWithItsPattern() throws IOException {
    file("secret.key", "k");

    assertThatThrownBy(() -> onto(FileTree.EMPTY).transfer("./nope"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("\"/nope\": not found")
        .hasMessageContaining(context.toRealPath().toString());
    assertThatThrownBy(
            () -> onto(FileTree.EMPTY).from(contextRoot("a", "*.key")).transfer("secret.key"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("excluded by the pattern '*.key' in ignore:2");
  }

  @Test
  void aMisspeltSourceIsToldAsThatAlsoIfItWouldBeIgnored() throws IOException {
    file("app-1.0.jar", "j");

    assertThatThrownBy(
            () -> onto(FileTree.EMPTY).from(contextRoot("*", "!app-*.jar")).transfer("ap-1.0.jar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("it is not in the build context")
        .hasMessageContaining("did you mean app-1.0.jar?");
  }

  @Test
  void ownersComeFromTheImagesAccounts() throws IOException {
    file("src/x", "X");
    FileTree base = accounts();

    assertThat(owner(onto(base).to("/n/d").chown("app").tree("src"), "n/d/x"))
        .isEqualTo("1000:1001");
    assertThat(owner(onto(base).to("/n/d").chown("app").tree("src"), "n")).isEqualTo("1000:1001");
    assertThat(owner(onto(base).to("/d").chown("12").tree("src"), "d")).isEqualTo("12:12");
    assertThat(owner(onto(base).to("/d").chown("app:staff").tree("src"), "d")).isEqualTo("1000:50");
    assertThat(owner(onto(base).to("/d").chown(":staff").tree("src"), "d")).isEqualTo("0:50");
    assertThatThrownBy(() -> onto(base).to("/d").chown("ghost").layer("src"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("invalid user index")
        .hasMessageContaining("'ghost'");
    assertThatThrownBy(() -> onto(FileTree.EMPTY).chown("app").layer("src"))
        .hasMessageContaining("there is no /etc/passwd");
  }

  @Test
  void chmodChangesFilesAndWhatIsMade() throws IOException {
    Path script = file("src/x", "X");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    file("src/y", "Y");

    FileTree octal = onto(FileTree.EMPTY).to("/p/q/").chmod("0750").tree("src");
    assertThat(mode(octal, "p")).isEqualTo("750");
    assertThat(mode(octal, "p/q/y")).isEqualTo("750");

    FileTree symbolic = onto(FileTree.EMPTY).to("/p/q/").chmod("go=rX,u=rwX").tree("src");
    assertThat(mode(symbolic, "p")).isEqualTo("755");
    assertThat(mode(symbolic, "p/q/x")).isEqualTo("755");
    assertThat(mode(symbolic, "p/q/y")).isEqualTo("644");
  }

  @Test
  void excludesAreRelativeToEachSource() throws IOException {
    file("src/a.txt", "");
    file("src/s/b.txt", "");
    file("src/s/c.md", "");

    FileTree result = onto(FileTree.EMPTY).to("/d").exclude("*.txt").tree("src");
    assertThat(names(result, "d")).containsExactly("s");
    assertThat(names(result, "d/s")).containsExactly("b.txt", "c.md");
    assertThat(names(onto(FileTree.EMPTY).to("/d").exclude("*").tree("src"), "d")).isEmpty();
    assertThat(names(onto(FileTree.EMPTY).to("/d").exclude("**", "!s/c.md").tree("src"), "d"))
        .containsExactly("s");
    assertThat(names(onto(FileTree.EMPTY).to("/d/").exclude("*.txt").tree("src/a.txt"), "d"))
        .containsExactly("a.txt");
  }

  @Test
  void parentsAreKeptFromThePivotOn() throws IOException {
    file("x/y/a.txt", "1");
    file("x/b.txt", "2");
    Files.setPosixFilePermissions(
        context.resolve("x/y"), PosixFilePermissions.fromString("rwx------"));

    FileTree all = onto(FileTree.EMPTY).to("/o/").parents().tree("x/y/a.txt", "x/b.txt");
    assertThat(text(all, "o/x/y/a.txt")).isEqualTo("1");
    assertThat(mode(all, "o/x/y")).isEqualTo("700");
    assertThat(names(all, "o/x")).containsExactly("b.txt", "y");
    FileTree pivot = onto(FileTree.EMPTY).to("/o/").parents().tree("x/./y/a.txt");
    assertThat(names(pivot, "o")).containsExactly("y");
    FileTree deep = onto(FileTree.EMPTY).to("/o/").parents().tree("**/*.txt");
    assertThat(names(deep, "o/x")).containsExactly("b.txt", "y");
    assertThatThrownBy(() -> onto(FileTree.EMPTY).parents().transfer("x/none"))
        .hasMessageContaining("not found");
  }

  @Test
  void linkMakesALayerThatStandsOnItsOwn() throws IOException {
    file("a", "A");
    FileTree base = tree(dir("real", 0700), link("l", "real"));

    FileTree result = onto(base).to("/l/").link().tree("a");

    assertThat(node(result, "l").isDirectory()).isTrue();
    assertThat(text(result, "l/a")).isEqualTo("A");
    assertThat(names(result, "real")).isEmpty();
  }

  @Test
  void filesOfAStageKeepOwnerModeTimeAndHardLinks() throws IOException {
    FileTree stage =
        tree(
            dir("out", 0711),
            plain("out/a"),
            new LayerEntry.HardLink("out/b", Attributes.of(0640, 3, 4, OLD), "out/a"));

    FileTree result =
        onto(FileTree.EMPTY).from(SourceRoot.of(stage, "stage s")).at(TIME).to("/d").tree("out");

    assertThat(node(result, "d/a").attributes()).isEqualTo(Attributes.of(0640, 3, 4, OLD));
    assertThat(text(result, "d/a")).isEqualTo("out/a");
    assertThat(node(result, "d/a").identity()).isSameAs(node(result, "d/b").identity());
    assertThat(node(result, "d").attributes()).isEqualTo(Attributes.of(0755, 0, 0, OLD));
  }

  @Test
  void hardLinksOfTheContextStayLinked() throws IOException {
    Files.createLink(context.resolve("z"), file("src/one", "1"));
    Files.createLink(context.resolve("src/two"), context.resolve("src/one"));

    Layer layer = onto(FileTree.EMPTY).to("/d").layer("src");

    assertThat(layer.entries().get(2))
        .isInstanceOfSatisfying(
            LayerEntry.HardLink.class, link -> assertThat(link.target()).isEqualTo("d/one"));
  }

  @Test
  void filesThatTwoSourcesNameAreNotLinked() throws IOException {
    Files.createLink(context.resolve("z"), file("a", "1"));

    FileTree named = onto(FileTree.EMPTY).to("/d/").tree("a", "z");
    FileTree matched = onto(FileTree.EMPTY).to("/d/").tree("[az]");

    assertThat(node(named, "d/a").identity()).isNotSameAs(node(named, "d/z").identity());
    assertThat(node(matched, "d/a").identity()).isSameAs(node(matched, "d/z").identity());
  }

  @Test
  void inlineFilesComeLast() throws IOException {
    file("f", "context");

    FileTree result =
        onto(FileTree.EMPTY).to("/d/").inline(new InlineFile("f", "inline\n")).tree("f");

    assertThat(text(result, "d/f")).isEqualTo("inline\n");
    assertThat(mode(result, "d/f")).isEqualTo("644");
    assertThat(
            text(onto(FileTree.EMPTY).to("/x/y").inline(new InlineFile("EOF", "1")).tree(), "x/y"))
        .isEqualTo("1");
  }

  @Test
  void severalFilesToOneFileGiveAWarning() throws IOException {
    file("a", "A");
    file("b", "B");

    CopyResult result = onto(FileTree.EMPTY).to("/dst").result("a", "b");

    assertThat(result.warnings()).singleElement().asString().contains("/dst");
    assertThat(text(FileTree.EMPTY.with(result.layer()), "dst")).isEqualTo("B");
    assertThat(onto(FileTree.EMPTY).to("/dst/").result("a", "b").warnings()).isEmpty();
  }

  @Test
  void theTimeOfTheBuildIsThatOfAllFromTheContextAndTheBytesAreAlwaysTheSame() throws IOException {
    file("src/x", "X");
    Layer first = onto(FileTree.EMPTY).at(TIME).to("/p/d").layer("src");
    Files.setLastModifiedTime(context.resolve("src/x"), FileTime.from(TIME.plusSeconds(5)));
    Layer second = onto(FileTree.EMPTY).at(TIME).to("/p/d").layer("src");

    assertThat(first.diffId()).isEqualTo(second.diffId());
    assertThat(first.entries())
        .allSatisfy(
            entry ->
                assertThat(((LayerEntry.Content) entry).attributes().mtime())
                    .isEqualTo(Mtime.of(TIME)));
  }

  @Test
  void theInputDigestKnowsContentsNamesAndModesButNoTimes() throws IOException {
    Path x = file("src/x", "X");
    var before = onto(FileTree.EMPTY).transfer("src").inputDigest();

    Files.setLastModifiedTime(x, FileTime.from(TIME));
    assertThat(onto(FileTree.EMPTY).transfer("src").inputDigest()).isEqualTo(before);
    Files.setPosixFilePermissions(x, PosixFilePermissions.fromString("rwx------"));
    assertThat(onto(FileTree.EMPTY).transfer("src").inputDigest()).isNotEqualTo(before);
    Files.setPosixFilePermissions(x, PosixFilePermissions.fromString("rw-r--r--"));
    file("src/x", "Y");
    assertThat(onto(FileTree.EMPTY).transfer("src").inputDigest()).isNotEqualTo(before);
    assertThat(onto(FileTree.EMPTY).exclude("x").transfer("src").inputDigest())
        .isNotEqualTo(before);
  }
}
