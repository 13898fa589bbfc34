package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.baci.api.BaciException;
import io.github.baci.api.SourceOptions;
import io.github.baci.context.FileKind;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.GitSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GitCheckoutsTest extends CopyFixture {
  private static final PersonIdent SOMEBODY = new PersonIdent("a", "a@b.test");

  private Path repository;
  private String url;
  private RevCommit first;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = temporary.resolve("repository");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(repository.toFile()).call()) {
      url = repository.toUri().toString();
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

  private GitSource source(
      @Nullable String ref, @Nullable String subdirectory, @Nullable String checksum) {
    return new GitSource(
        "the repository",
        url,
        new GitSource.Revision(
            Optional.ofNullable(ref), Optional.ofNullable(checksum), Optional.empty()),
        new GitSource.Checkout(
            Optional.ofNullable(subdirectory), Optional.empty(), Optional.empty(), false));
  }

  private SourceNode top(GitSource source, boolean keepGitDir) throws InterruptedException {
    return new GitCheckouts(store, layers, SourceOptions.DEFAULT, Optional.empty())
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
  void theDefaultBranchIsCheckedOutWithoutItsHistory() throws Exception {
    SourceNode top = top(source(null, null, null), false);

    assertThat(names(top)).containsExactly("sub");
    assertThat(text(top.children().get(0))).isEqualTo("two");
    assertThat(top.children().get(0).children().get(0).attributes().mode()).isEqualTo(0644);
  }

  @Test
  void nothingOfTheUsersGitCountsButAccess() throws Exception {
    top(source(null, null, null), false);

    assertThat(SystemReader.getInstance()).isInstanceOf(GitSettings.class);
  }

  @Test
  void aTagACommitAndASubdirectoryCanBeNamed() throws Exception {
    assertThat(text(top(source("v1", "sub", null), false))).isEqualTo("one");
    assertThat(text(top(source(first.name(), "sub", null), false))).isEqualTo("one");
    assertThat(text(top(source("refs/heads/main", "/sub/", null), false))).isEqualTo("two");
  }

  @Test
  void theHistoryIsKeptOnRequest() throws Exception {
    SourceNode top = top(source(null, null, null), true);

    assertThat(names(top)).containsExactly(".git", "sub");
    assertThat(names(top.children().get(0))).contains("HEAD", "index").doesNotContain("logs");
    assertThat(top.children().get(0).kind()).isEqualTo(FileKind.DIRECTORY);
  }

  @Test
  void aCommitThatIsNotTheOneMeantIsRefused() throws Exception {
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

  private String checkedOut(GitSource source, SourceOptions options) throws Exception {
    CopySource.Files files =
        new GitCheckouts(store, layers, options, Optional.empty())
            .checkout(source, Optional.empty(), Optional.empty());
    return text(files.matches().get(0).node());
  }

  private static SourceOptions offline() {
    SourceOptions online = SourceOptions.DEFAULT;
    return online.toBuilder().offline(true).build();
  }

  @Test
  void aBranchThatMovedIsSeenAndACommitIsFetchedOnce() throws Exception {
    assertThat(checkedOut(source("main", "sub", null), SourceOptions.DEFAULT)).isEqualTo("two");
    try (Git git = Git.open(repository.toFile())) {
      commit(git, "sub/f", "three");
    }
    assertThat(checkedOut(source("main", "sub", null), SourceOptions.DEFAULT)).isEqualTo("three");

    // Files of a checkout have its time.
    Mtime fetched = top(source("main", "sub", null), false).children().get(0).attributes().mtime();
    Mtime again = top(source("main", "sub", null), false).children().get(0).attributes().mtime();
    assertThat(again).isEqualTo(fetched);
  }

  @Test
  void aCommitThatIsInTheStoreNeedsNoServer() throws Exception {
    assertThat(checkedOut(source(first.name(), "sub", null), SourceOptions.DEFAULT))
        .isEqualTo("one");

    deleteBelow(repository);

    assertThat(checkedOut(source(first.name(), "sub", null), SourceOptions.DEFAULT))
        .isEqualTo("one");
  }

  @Test
  void offlineTheLastAnswerOfTheServerCounts() throws Exception {
    assertThatThrownBy(() -> checkedOut(source("v1", "sub", null), offline()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("never fetched, and the build is offline");

    assertThat(checkedOut(source("v1", "sub", null), SourceOptions.DEFAULT)).isEqualTo("one");

    deleteBelow(repository);
    assertThat(checkedOut(source("v1", "sub", null), offline())).isEqualTo("one");
  }

  @Test
  void filesCanHaveTheTimeOfTheCommit() throws Exception {
    GitSource source =
        new GitSource(
            "the repository",
            url,
            new GitSource.Revision(Optional.of("v1"), Optional.empty(), Optional.empty()),
            new GitSource.Checkout(Optional.empty(), Optional.empty(), Optional.empty(), true));
    CopySource.Files files =
        new GitCheckouts(store, layers, SourceOptions.DEFAULT, Optional.empty())
            .checkout(source, Optional.empty(), Optional.empty());

    SourceNode file = files.matches().get(0).node().children().get(0).children().get(0);
    assertThat(file.attributes().mtime()).isEqualTo(new Mtime(first.getCommitTime(), 0));
    assertThat(files.root().isContext()).as("a time that the build sets does not count").isFalse();
  }

  @Test
  void aCommitCanBeAskedForWhereverItsBranchIsNow() throws Exception {
    GitSource source =
        new GitSource(
            "the repository",
            url,
            new GitSource.Revision(
                Optional.of("main"), Optional.of(first.name()), Optional.of(true)),
            new GitSource.Checkout(Optional.of("sub"), Optional.empty(), Optional.empty(), false));

    assertThat(checkedOut(source, SourceOptions.DEFAULT)).isEqualTo("one");
  }

  @Test
  void submodulesComeAlongUnlessTheSourceSaysNo() throws Exception {
    Path other = temporary.resolve("other");
    try (Git git = Git.init().setInitialBranch("main").setDirectory(other.toFile()).call();
        Git main = Git.open(repository.toFile())) {
      Files.writeString(other.resolve("inner"), "inner");
      git.add().addFilepattern("inner").call();
      git.commit().setMessage("m").setAuthor(SOMEBODY).setCommitter(SOMEBODY).setSign(false).call();
      main.submoduleAdd().setPath("module").setURI(other.toUri().toString()).call().close();
      commit(main, "sub/f", "with module");
    }

    SourceNode with = top(source("main", null, null), false);
    SourceNode without =
        top(
            new GitSource(
                "the repository",
                url,
                new GitSource.Revision(Optional.of("main"), Optional.empty(), Optional.empty()),
                new GitSource.Checkout(
                    Optional.empty(), Optional.empty(), Optional.of(false), false)),
            false);

    assertThat(names(with)).containsExactly(".gitmodules", "module", "sub");
    assertThat(names(with.children().get(1))).containsExactly("inner");
    assertThat(names(without.children().get(1))).isEmpty();
    SourceNode kept = top(source("main", null, null), true).children().get(0);
    assertThat(names(kept)).contains("modules", "index").doesNotContain("logs");
    SourceNode module = child(child(kept, "modules"), "module");
    assertThat(names(module)).contains("index").doesNotContain("logs");
  }

  private static SourceNode child(SourceNode directory, String name) {
    return directory.children().stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * A server of plain files: an HTTP server that knows nothing of git, over a repository with the
   * list of refs that {@code git update-server-info} writes.
   */
  @Test
  void aServerOfPlainFilesIsRead() throws Exception {
    Path gitDirectory = repository.resolve(".git");
    String head = Files.readString(gitDirectory.resolve("refs/heads/main")).strip();
    Files.createDirectories(gitDirectory.resolve("info"));
    Files.writeString(gitDirectory.resolve("info/refs"), head + "\trefs/heads/main\n");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange ->
            answer(
                exchange,
                gitDirectory.resolve(
                    exchange.getRequestURI().getPath().substring("/r.git/".length()))));
    server.start();
    try {
      url = "http://127.0.0.1:" + server.getAddress().getPort() + "/r.git";
      assertThat(text(top(source("main", "sub", null), false))).isEqualTo("two");
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, Path file) throws IOException {
    try (exchange) {
      if (Files.isRegularFile(file)) {
        byte[] content = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
        exchange.getResponseBody().write(content);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private static void deleteBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
