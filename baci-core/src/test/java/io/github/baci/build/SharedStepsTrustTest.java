package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Option;
import io.github.baci.api.SecretSource;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import io.github.baci.testing.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cache in which strangers may write, and builds that take what the main branch has signed. */
@Timeout(120)
class SharedStepsTrustTest {
  @TempDir private static Path keys;
  @TempDir private Path directory;
  private SharedAgents agents;

  @BeforeAll
  static void makeKeys() throws IOException {
    for (String name : List.of("main", "stranger")) {
      SigningKey key = SigningKey.create();
      key.writePrivate(keys.resolve(name + ".key"));
      key.writePublic(keys.resolve(name + ".asc"));
    }
  }

  @BeforeEach
  void start() throws IOException {
    agents = new SharedAgents(directory);
  }

  @AfterEach
  void stop() {
    agents.close();
  }

  private StepCacheTrust trust(String trusted, String signer) {
    return new StepCacheTrust(
        List.of(keys.resolve(trusted + ".asc")),
        Optional.of(new SecretSource.FromFile(keys.resolve(signer + ".key"))),
        Optional.empty());
  }

  private void share(StepCacheOptions.Scope scope) {
    agents.images = scope == StepCacheOptions.Scope.STEPS_AND_IMAGES;
  }

  private BuildResult main(String agent) throws Exception {
    return agents.build(agent, agents.both(trust("main", "main")));
  }

  /** Reads what main has signed, and writes nothing. */
  private BuildResult pullRequest(String agent) throws Exception {
    return agents.build(
        agent,
        new StepCacheOptions(
            List.of(agents.cache()),
            Optional.empty(),
            SharedAgents.PATIENT,
            new StepCacheTrust(
                List.of(keys.resolve("main.asc")), Optional.empty(), Optional.empty()),
            agents.images
                ? StepCacheOptions.Scope.STEPS_AND_IMAGES
                : StepCacheOptions.Scope.STEPS));
  }

  private void assertThatAllIsExecuted(BuildResult result) throws Exception {
    assertThat(agents.outcomes).contains("stage-1 4 DONE").doesNotContain("stage-1 3 CACHED");
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  @Test
  void whatMainHasSignedIsTaken() throws Exception {
    main("one");

    BuildResult second = pullRequest("two");

    assertThat(agents.outcomes).contains("stage-1 4 CACHED").doesNotContain("stage-1 4 DONE");
    assertThat(agents.warnings).isEmpty();
    assertThat(agents.registry.asked("PUT /v2/cache/app/manifests")).hasSize(5);
    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
  }

  @ParameterizedTest
  @EnumSource(StepCacheOptions.Scope.class)
  void whatNobodyHasSignedIsNotTakenAndToldOnce(StepCacheOptions.Scope scope) throws Exception {
    share(scope);
    agents.build("one", agents.both());

    BuildResult second = pullRequest("two");

    assertThat(agents.warnings)
        .singleElement()
        .asString()
        .contains(agents.cache() + ": a record that it has is not taken: it is not signed")
        .contains("main.asc");
    assertThatAllIsExecuted(second);
  }

  @ParameterizedTest
  @EnumSource(StepCacheOptions.Scope.class)
  void whatAStrangerHasSignedIsNotTaken(StepCacheOptions.Scope scope) throws Exception {
    share(scope);
    agents.build("one", agents.both(trust("stranger", "stranger")));

    BuildResult second = pullRequest("two");

    assertThat(agents.warnings)
        .singleElement()
        .asString()
        .contains("its signature was made with the key")
        .contains("which is not among the trusted ones");
    assertThatAllIsExecuted(second);
  }

  @Test
  void aRecordWithTheSignatureOfAnotherIsNotTaken() throws Exception {
    main("one");
    String signature = signature(agents.registry.manifests.values().iterator().next());
    agents.write("c", "another");
    agents.build("two", agents.both());
    for (Map.Entry<String, byte[]> entry : agents.registry.manifests.entrySet()) {
      String manifest = new String(entry.getValue(), java.nio.charset.StandardCharsets.UTF_8);
      if (!manifest.contains("signature")) {
        entry.setValue(
            (manifest.substring(0, manifest.length() - 1)
                    + ",\"annotations\":{\"io.github.baci/signature\":\""
                    + signature
                    + "\"}}")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }

    BuildResult third = pullRequest("three");

    assertThat(agents.warnings).singleElement().asString().contains("its signature is a bad");
    assertThat(agents.outcomes).contains("stage-1 4 DONE");
    assertThat(third.imageId()).isEqualTo(agents.expected().imageId());
  }

  private static String signature(byte[] manifest) {
    String text = new String(manifest, java.nio.charset.StandardCharsets.UTF_8);
    String begin = "\"io.github.baci/signature\":\"";
    int at = text.indexOf(begin) + begin.length();
    return text.substring(at, text.indexOf('"', at));
  }

  @Test
  void aSignedRecordUnderTheTagOfAnotherStepIsNotTaken() throws Exception {
    main("one");
    byte[] record = agents.registry.manifests.values().iterator().next();
    agents.registry.manifests.replaceAll((tag, manifest) -> record);

    assertThatThatWasRight(pullRequest("two"));
  }

  private void assertThatThatWasRight(BuildResult result) throws Exception {
    assertThat(agents.warnings).allSatisfy(text -> assertThat(text).contains("step cache"));
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  /** The digests are all right; but the layers are not those that the steps give. */
  @ParameterizedTest
  @EnumSource(StepCacheOptions.Scope.class)
  void aPoisonedRecordIsNotTaken(StepCacheOptions.Scope scope) throws Exception {
    share(scope);
    agents.write("c", "poison");
    agents.build("bad", agents.both());
    Map<String, byte[]> poisoned = Map.copyOf(agents.registry.manifests);
    agents.registry.manifests.clear();
    agents.write("c", "3");
    agents.build("good", agents.both());
    swapLayers(poisoned);

    BuildResult victim = agents.build("trusting", agents.both());
    assertThat(victim.imageId())
        .as("who trusts everybody is deceived: the test has poisoned the cache")
        .isNotEqualTo(agents.expected().imageId());
    assertThatAllIsExecuted(pullRequest("careful"));
  }

  /** Gives each record the layers, and their diff IDs, of a record with as many and other ones. */
  private void swapLayers(Map<String, byte[]> others) throws IOException {
    for (Map.Entry<String, byte[]> entry : agents.registry.manifests.entrySet()) {
      for (Map.Entry<String, byte[]> other : others.entrySet()) {
        if (!others.containsKey(entry.getKey())) {
          var poisoned = PoisonedRecord.of(entry.getValue(), other.getValue());
          if (poisoned.isPresent()) {
            entry.setValue(poisoned.get());
          }
        }
      }
    }
  }

  @Test
  void mainSignsWhatIsThereUnsigned() throws Exception {
    agents.build("one", agents.both());

    assertThatAllIsExecuted(main("two"));

    pullRequest("three");
    assertThat(agents.outcomes).contains("stage-1 4 CACHED");
  }

  @Test
  void whoTrustsSomebodyMustSignWhatItWrites() {
    assertThatThrownBy(
            () ->
                agents.build(
                    "one",
                    agents.both(
                        new StepCacheTrust(
                            List.of(keys.resolve("main.asc")),
                            Optional.empty(),
                            Optional.empty()))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("unsigned")
        .hasMessageContaining("give " + Option.CACHE_KEY);
    assertThatThrownBy(() -> agents.build("one", agents.both(trust("main", "stranger"))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "of " + Option.CACHE_KEY + " is not among those of " + Option.CACHE_TRUST);
  }

  @Test
  void keysThatAreNotThereAreTold() {
    assertThatThrownBy(() -> agents.build("one", agents.both(trust("main", "missing"))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            Option.CACHE_KEY + ": there is no file '" + keys.resolve("missing.key"));
    assertThatThrownBy(() -> agents.build("one", agents.both(trust("missing", "main"))))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("there is no keyring");
  }
}
