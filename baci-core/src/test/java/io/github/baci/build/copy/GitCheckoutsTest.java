package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.BaciException;
import io.github.baci.context.FileKind;
import io.github.baci.plan.GitSource;
import io.github.baci.source.SourceOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitCheckoutsTest extends TransferFixture {
  private static final PersonIdent SOMEBODY = new PersonIdent("a", "a@b.test");

  private Path repository;
  private RevCommit first;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = temporary.resolve("repository");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(repository.toFile()).call()) {
      first = commit(git, "sub/f", "one");
      git.tag().setName("v1").setSigned(false).setAnnotated(false).call();
      commit(git, "sub/f", "two");
    }
  }

  private RevCommit commit(Git git, String path, String content) throws Exception {
    Path file = repository.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
    git.add().addFilepattern(path).call();
    return git.commit()
        .setMessage(content)
        .setAuthor(SOMEBODY)
        .setCommitter(SOMEBODY)
        .setSign(false)
        .call();
  }

  private GitSource source(String ref, String subdirectory, String checksum) {
    return new GitSource(
        "the repository",
        repository.toUri().toString(),
        Optional.ofNullable(ref),
        Optional.ofNullable(subdirectory),
        Optional.ofNullable(checksum),
        Optional.empty(),
        Optional.empty(),
        false,
        Optional.empty());
  }

  private SourceNode top(GitSource source, boolean keepGitDir) {
    return new GitCheckouts(store, SourceOptions.DEFAULT)
        .checkout(source, Optional.empty(), Optional.of(keepGitDir))
        .matches()
        .get(0)
        .node();
  }

  private static List<String> names(SourceNode node) {
    return node.children().stream().map(SourceNode::name).toList();
  }

  private static String text(SourceNode directory) throws IOException {
    SourceNode file = directory.children().get(0);
    try (FileRange range = file.open()) {
      return new String(range.stream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Test
  void theDefaultBranchIsCheckedOutWithoutItsHistory() throws IOException {
    SourceNode top = top(source(null, null, null), false);

    assertThat(names(top)).containsExactly("sub");
    assertThat(text(top.children().get(0))).isEqualTo("two");
    assertThat(top.children().get(0).children().get(0).attributes().mode()).isEqualTo(0644);
  }

  @Test
  void aTagACommitAndASubdirectoryCanBeNamed() throws IOException {
    assertThat(text(top(source("v1", "sub", null), false))).isEqualTo("one");
    assertThat(text(top(source(first.name(), "sub", null), false))).isEqualTo("one");
    assertThat(text(top(source("refs/heads/main", "/sub/", null), false))).isEqualTo("two");
  }

  @Test
  void theHistoryIsKeptOnRequest() {
    SourceNode top = top(source(null, null, null), true);

    assertThat(names(top)).containsExactly(".git", "sub");
    assertThat(top.children().get(0).kind()).isEqualTo(FileKind.DIRECTORY);
  }

  @Test
  void aCommitThatIsNotTheOneMeantIsRefused() {
    assertThat(names(top(source("v1", null, first.name().substring(0, 8)), false)))
        .containsExactly("sub");
    assertThatThrownBy(() -> top(source("main", null, first.name()), false))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("digest mismatch");
  }

  @Test
  void whatIsNotThereIsNamed() {
    assertThatThrownBy(() -> top(source("v9", null, null), false))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("no branch, tag or commit 'v9'")
        .hasMessageContaining("main");
    assertThatThrownBy(() -> top(source(null, "none", null), false))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("no directory 'none'");
  }
}
