package io.github.baci.build;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.Baci;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.CachePruneReport;
import io.github.baci.api.CachePruneRequest;
import io.github.baci.api.PruneRequest.Mode;
import io.github.baci.api.SourceOptions;
import io.github.baci.registry.PlayedRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Old records in a repository: what goes, what stays, and what is written anew in time. */
@Timeout(120)
class CachePruneTest {
  private static final Optional<Duration> MONTH = Optional.of(Duration.ofDays(30));

  @TempDir private Path directory;
  private SharedAgents agents;

  @BeforeEach
  void start() throws Exception {
    agents = new SharedAgents(directory);
    agents.images = true;
    agents.build("one", agents.both());
  }

  @AfterEach
  void stop() {
    agents.close();
  }

  private CachePruneReport prune(Optional<Duration> olderThan, Mode mode) throws Exception {
    return new Baci()
        .pruneCache(
            new CachePruneRequest(agents.cache(), olderThan, mode, SourceOptions.DEFAULT),
            BuildListener.SILENT);
  }

  private List<String> tags() {
    return agents.registry.manifests.keySet().stream()
        .filter(name -> name.startsWith("cache/app:"))
        .toList();
  }

  /** Lets records whose tags hold a text be written in another year. */
  private void date(String part, String year) {
    agents.registry.manifests.replaceAll(
        (name, manifest) ->
            name.contains(part)
                ? new String(manifest, StandardCharsets.UTF_8)
                    .replaceAll("created\":\"\\d{4}", "created\":\"" + year)
                    .getBytes(StandardCharsets.UTF_8)
                : manifest);
  }

  @Test
  void whatIsYoungStays() throws Exception {
    CachePruneReport report = prune(MONTH, Mode.DELETE);

    assertThat(report.pruned().count()).isZero();
    assertThat(report.kept().count()).as("five steps and an image").isEqualTo(6);
    assertThat(tags()).hasSize(6);
  }

  @Test
  void whatIsOldGoesAndNothingElse() throws Exception {
    date("baci-step-", "2020");
    agents.registry.manifests.put("cache/app:latest", new byte[] {1});
    for (String tag : tags()) {
      byte[] manifest = requireNonNull(agents.registry.manifests.get(tag));
      agents.registry.manifests.put(
          "cache/app@" + io.github.baci.api.Digest.sha256Of(manifest), manifest);
    }

    CachePruneReport told = prune(MONTH, Mode.TELL);
    assertThat(tags()).hasSize(7);
    CachePruneReport report = prune(MONTH, Mode.DELETE);

    assertThat(report).isEqualTo(told);
    assertThat(report.pruned().count()).isEqualTo(5);
    assertThat(report.pruned().bytes()).isPositive();
    assertThat(report.kept().count()).isEqualTo(1);
    assertThat(report.others()).isEqualTo(1);
    assertThat(tags()).hasSize(2);
  }

  @Test
  void everythingGoesWhereNoAgeIsSaidAndIsMadeAgain() throws Exception {
    assertThat(prune(Optional.empty(), Mode.DELETE).pruned().count()).isEqualTo(6);
    assertThat(tags()).isEmpty();

    agents.build("two", agents.both());

    assertThat(agents.outcomes).contains("stage-1 4 DONE");
    assertThat(tags()).hasSize(6);
  }

  @Test
  void whatIsUsedIsWrittenAnew() throws Exception {
    date("cache/app", "2020");

    agents.build("two", agents.both());

    assertThat(prune(MONTH, Mode.DELETE).pruned().count()).isZero();
  }

  @Test
  void whatIsUsedByThoseWhoMayOnlyReadIsNotWritten() throws Exception {
    date("cache/app", "2020");
    agents.registry.requests.clear();

    agents.build(
        "two", new io.github.baci.api.StepCacheOptions(List.of(agents.cache()), Optional.empty()));

    assertThat(agents.registry.asked("PUT ")).isEmpty();
  }

  @Test
  void aRegistryThatDoesNotDeleteIsSaidToBeOne() {
    agents.registry.fault("DELETE .*", 405, 9);

    assertThatThrownBy(() -> prune(Optional.empty(), Mode.DELETE))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("does not let records be deleted")
        .hasMessageContaining("answers 405")
        .hasMessageContaining("REGISTRY_STORAGE_DELETE_ENABLED=true");
    assertThat(agents.registry.asked("DELETE ")).hasSize(1);
  }

  @Test
  void aLoginThatMayNotDeleteIsSaidToBeOne() {
    agents.registry.fault("DELETE .*", 403, 9);

    assertThatThrownBy(() -> prune(Optional.empty(), Mode.DELETE))
        .hasMessageContaining("needs a login that may delete");
  }

  @Test
  void aListWithoutEndIsAFault() throws IOException {
    agents.registry.fault(
        "GET .*/tags/list.*",
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Link", "</v2/x>; rel=next");
          PlayedRegistry.send(exchange, 200, "{\"tags\":[\"a\"]}");
          return true;
        });

    assertThatThrownBy(() -> prune(MONTH, Mode.TELL))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("does not come to an end");
  }

  @Test
  void aListThatIsAlwaysAnotherOneIsAFaultToo() {
    AtomicInteger tag = new AtomicInteger();
    agents.registry.fault(
        "GET .*/tags/list.*",
        (exchange, body) -> {
          StringBuilder tags = new StringBuilder("{\"tags\":[\"a").append(tag.get()).append('"');
          for (int i = 0; i < 300_000; i++) {
            tags.append(",\"").append(tag.incrementAndGet()).append('"');
          }
          exchange.getResponseHeaders().set("Link", "</v2/x>; rel=next");
          PlayedRegistry.send(exchange, 200, tags.append("]}").toString());
          return true;
        });

    assertThatThrownBy(() -> prune(MONTH, Mode.TELL))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("it lists more than 1000000 tags");
    assertThat(agents.registry.asked("tags/list")).hasSize(4);
  }

  @Test
  void aRepositoryThatIsNotThereIsEmpty() throws Exception {
    agents.registry.fault("GET .*/tags/list.*", 404, 1);

    assertThat(prune(MONTH, Mode.DELETE).kept().count()).isZero();
  }
}
