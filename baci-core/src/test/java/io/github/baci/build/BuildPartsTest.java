package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.SecretSource;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The small parts of the executor. */
class BuildPartsTest {
  private static final Digest DIGEST = Digest.sha256Of(new byte[] {1});

  @TempDir private Path directory;

  @Test
  void aStepIsForgottenWithItsLayer() throws Exception {
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      StepCache cache = new StepCache(store);
      StepKey key = StepKey.writer().text("a step").key();
      cache.put(key, DIGEST);

      assertThat(cache.find(key)).isEmpty();
      try (Store.Staged layer = store.stage(Store.Area.LAYERS)) {
        layer.commit(DIGEST.hex());
      }
      assertThat(cache.find(key)).contains(DIGEST);
    }
  }

  @Test
  void keysTellPartsApartThatRunTogether() {
    assertThat(StepKey.writer().text("ab").text("c").key())
        .isNotEqualTo(StepKey.writer().text("a").text("bc").key());
    assertThat(StepKey.writer().digests(List.of(DIGEST)).text("").key())
        .isNotEqualTo(StepKey.writer().digests(List.of()).text(DIGEST.toString()).key());
  }

  @Test
  void progressThatIsWrittenOverDrownsNoLines() {
    OutputTail tail = new OutputTail();
    tail.add("what is wrong\r\n".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 500; i++) {
      tail.add(("\r" + "#".repeat(i % 100) + " " + i).getBytes(StandardCharsets.UTF_8));
    }
    tail.add("\nend\r".getBytes(StandardCharsets.UTF_8));

    assertThat(tail.lines()).containsExactly("what is wrong", "#".repeat(99) + " 499", "end");
  }

  @Test
  void theTailKeepsTheLastLinesThatSaySomething() {
    OutputTail tail = new OutputTail();
    for (int i = 0; i < 50; i++) {
      tail.add(("line " + i + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
    tail.add("no end".getBytes(StandardCharsets.UTF_8));

    assertThat(tail.lines()).hasSize(20).startsWith("line 31").endsWith("line 49", "no end");
  }

  @Test
  void aSecretThatMustBeThereIsAskedForByName() {
    Secrets secrets = new Secrets(Map.of(), Map.of());

    assertThat(secrets.secret("token", false)).isEmpty();
    assertThatThrownBy(() -> secrets.secret("token", true))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("secret token: not found");
  }

  @Test
  void aSecretIsTheContentOfItsFile() throws Exception {
    Path file = Files.writeString(directory.resolve("secret"), "s3cret");
    Secrets secrets = new Secrets(Map.of("id", new SecretSource.FromFile(file)), Map.of());

    assertThat(secrets.secret("id", true))
        .hasValueSatisfying(
            value -> assertThat(value).asString(StandardCharsets.UTF_8).isEqualTo("s3cret"));
  }

  @Test
  void aSecretThatIsTooBigIsRefused() throws Exception {
    Path file = Files.write(directory.resolve("secret"), new byte[500 * 1024 + 1]);
    Secrets secrets = new Secrets(Map.of("id", new SecretSource.FromFile(file)), Map.of());

    assertThatThrownBy(() -> secrets.secret("id", true)).hasMessageContaining("too big");
  }

  @Test
  void anAgentThatMustBeThereIsAskedForByName() {
    Secrets none = new Secrets(Map.of(), Map.of());

    assertThat(none.sshAgent("default", false)).isEmpty();
    assertThatThrownBy(() -> none.sshAgent("deploy", true))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("ssh deploy: there is no agent of this id")
        .hasMessageContaining("<deploy>${env.SSH_AUTH_SOCK}</deploy>");
  }
}
