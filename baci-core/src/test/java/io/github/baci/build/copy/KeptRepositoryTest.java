package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptRepositoryTest {
  private static final PersonIdent AUTHOR =
      new PersonIdent(
          "author", "author@b.test", Instant.ofEpochSecond(1_000_000_000), ZoneOffset.UTC);

  @TempDir Path temporary;

  private Git git;

  @BeforeEach
  void checkOutTwice() throws Exception {
    git = Git.init().setInitialBranch("main").setDirectory(temporary.toFile()).call();
    Files.writeString(temporary.resolve("f"), "one");
    Files.writeString(temporary.resolve("empty"), "");
    git.add().addFilepattern(".").call();
    git.commit()
        .setMessage("m")
        .setAuthor(AUTHOR)
        .setCommitter(new PersonIdent("builder", "builder@b.test"))
        .setSign(false)
        .call();
    git.reset().setMode(ResetCommand.ResetType.HARD).setRef(Constants.HEAD).call();
  }

  private List<String> names() throws Exception {
    try (Stream<Path> files = Files.list(temporary.resolve(".git"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void logsThatNameTheUserAreNotKept() throws Exception {
    assertThat(names()).contains("logs", "ORIG_HEAD");

    KeptRepository.settle(git.getRepository());

    assertThat(names()).doesNotContain("logs", "ORIG_HEAD", "FETCH_HEAD");
  }

  @Test
  void theIndexDoesNotDependOnWhenTheFilesWereWritten() throws Exception {
    KeptRepository.settle(git.getRepository());
    byte[] index = Files.readAllBytes(temporary.resolve(".git/index"));

    // The latter is a file that git cannot know to be unchanged by its time.
    for (Instant time : List.of(Instant.ofEpochSecond(9), Instant.now().plusSeconds(3600))) {
      Files.setLastModifiedTime(temporary.resolve("f"), FileTime.from(time));
      git.add().addFilepattern("f").call();
      assertThat(Files.readAllBytes(temporary.resolve(".git/index"))).isNotEqualTo(index);

      KeptRepository.settle(git.getRepository());

      assertThat(Files.readAllBytes(temporary.resolve(".git/index"))).isEqualTo(index);
    }
    assertThat(git.status().call().isClean()).isTrue();
  }

  @Test
  void loginsInUrlsAreNotKept() throws Exception {
    Repository repository = git.getRepository();
    StoredConfig config = repository.getConfig();
    config.setString("remote", "origin", "url", "https://jo:s3cret@example.test/r.git?x=1");
    config.setString("submodule", "m", "url", "https://jo:s3cret@example.test/m.git");
    config.setString("submodule", "n", "url", "git@example.test:n.git");
    config.save();

    KeptRepository.settle(repository);

    assertThat(Files.readString(temporary.resolve(".git/config"), StandardCharsets.UTF_8))
        .doesNotContain("s3cret", "jo")
        .contains("https://example.test/r.git", "https://example.test/m.git")
        .contains("git@example.test:n.git");
  }
}
