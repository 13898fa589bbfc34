package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitSettingsTest {
  @TempDir private Path directory;

  /** A machine whose user has a file of settings, and that git runs the build on. */
  private final class Machine extends SystemReader.Delegate {
    Machine() {
      super(SystemReader.getInstance());
    }

    @Override
    public String getenv(String variable) {
      return "value of " + variable;
    }

    @Override
    public FileBasedConfig openUserConfig(org.eclipse.jgit.lib.Config parent, FS files) {
      return new FileBasedConfig(parent, directory.resolve(".gitconfig").toFile(), files);
    }
  }

  @Test
  void whatIsNeededToReachAServerIsKeptAndNothingElse() throws Exception {
    Files.writeString(
        directory.resolve("included"), "[http \"https://a.test/\"]\n\textraHeader = A: b\n");
    Files.writeString(
        directory.resolve(".gitconfig"),
        """
        [http]
        	proxy = http://proxy.test:3128
        	extraHeader = X: 1
        	extraHeader = Y: 2
        [core]
        	autocrlf = true
        	attributesFile = /tmp/attributes
        	hooksPath = /tmp/hooks
        [filter "lfs"]
        	smudge = touch /tmp/evil
        [url "https://other.test/"]
        	insteadOf = https://a.test/
        [init]
        	templateDir = /tmp/template
        [commit]
        	gpgSign = true
        [include]
        	path = included
        """);

    FileBasedConfig settings = new GitSettings(new Machine()).openUserConfig(null, FS.DETECTED);
    settings.load();

    assertThat(settings.getSections()).containsExactly("http");
    assertThat(settings.getString("http", null, "proxy")).isEqualTo("http://proxy.test:3128");
    assertThat(settings.getStringList("http", null, "extraHeader")).containsExactly("X: 1", "Y: 2");
    assertThat(settings.getString("http", "https://a.test/", "extraHeader")).isEqualTo("A: b");
  }

  @Test
  void aUserWithoutSettingsHasNone() throws Exception {
    FileBasedConfig settings = new GitSettings(new Machine()).openUserConfig(null, FS.DETECTED);
    settings.load();

    assertThat(settings.getSections()).isEmpty();
  }

  @Test
  void theRepositoryOfAHookIsNotKnown() {
    GitSettings settings = new GitSettings(new Machine());

    assertThat(settings.getenv("GIT_DIR")).isNull();
    assertThat(settings.getenv("GIT_OBJECT_DIRECTORY")).isNull();
    assertThat(settings.getenv("PATH")).isEqualTo("value of PATH");
  }
}
