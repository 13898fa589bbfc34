package io.github.baci.build;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.github.baci.api.BuildResult;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.registry.PlayedRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Step caches in registries that do things in ways of their own: what serves is used, and the image
 * is right each time. Nothing waits here: a build that did would take longer than a test may.
 */
class SharedStepsOddRegistriesTest extends SharedFaultsFixture {
  private void assertThatTheNextAgentExecutesNothing() throws Exception {
    agents.build("next", agents.both());

    assertThat(agents.warnings).isEmpty();
    assertThat(agents.outcomes)
        .containsExactly(
            "stage-1 1 DONE", "stage-1 2 CACHED", "stage-1 3 CACHED", "stage-1 4 CACHED");
    assertThat(agents.image("next")).hasSameBinaryContentAs(agents.image("one"));
  }

  private void assertThatItIsLeftAlone(BuildResult result) throws Exception {
    assertThat(agents.warnings)
        .singleElement()
        .asString()
        .startsWith("the step cache " + agents.cache() + LEFT_ALONE);
    assertThat(result.imageId()).isEqualTo(agents.expected().imageId());
  }

  /** Answers what is asked for in another form than usual; with 404 where there is nothing. */
  private void answer(String regex, String collection, Form form) {
    registry.fault(
        regex,
        (exchange, body) -> {
          String name = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
          byte[] found =
              collection.equals("blobs")
                  ? registry.blobs.get("cache/app@" + name)
                  : registry.manifests.get("cache/app:" + name);
          if (found == null) {
            return false;
          }
          form.send(exchange, found);
          return true;
        });
  }

  private interface Form {
    void send(HttpExchange exchange, byte[] content) throws IOException;
  }

  @ParameterizedTest
  @ValueSource(strings = {".*", "GET .*/blobs/.*", "(POST|PUT|PATCH) .*"})
  void redirectsInACircleAreNotFollowedForEver(String questions) throws Exception {
    agents.build("one", agents.both());
    agents.write("c", "changed");
    registry.requests.clear();
    registry.fault(questions, 307, 999, "Location", "/v2/cache/app/blobs/uploads/again?of=itself");

    BuildResult second = agents.build("two", agents.both());

    assertThat(registry.asked("of=itself").size()).as("once for each question").isLessThan(12);
    assertThatItIsLeftAlone(second);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 405, 413, 429, 500, 507})
  void aCacheThatTakesNoBlobInTheEndIsLeftAlone(int status) throws Exception {
    registry.fault("PUT .*", status, 999, "Retry-After", "30");

    BuildResult result = agents.build("one", agents.both());

    assertThat(registry.asked("PUT ").size()).isLessThan(12);
    assertThatItIsLeftAlone(result);
  }

  @Test
  void aRegistryThatCanOnlyBeReadServesThoseWhoRead() throws Exception {
    agents.build("one", agents.both());
    registry.fault("(POST|PUT|PATCH|DELETE) .*", 405, 999);

    assertThatTheNextAgentExecutesNothing();
    agents.write("c", "changed");
    assertThatItIsLeftAlone(agents.build("two", agents.both()));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 409, 412})
  void tagsThatCannotBeChangedAreNoFault(int status) throws Exception {
    agents.build("one", agents.both());
    registry.requests.clear();
    registry.fault("PUT .*/manifests/.*", status, 999);

    BuildResult second = agents.build("two", agents.both(), request -> request.noCache(true));

    assertThat(registry.asked("PUT /v2/cache/app/manifests/")).isNotEmpty();
    assertThat(agents.warnings).isEmpty();
    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 404, 500, 503})
  void aTokenServerThatGivesNoneIsAskedOnce(int status) throws Exception {
    registry.login = Optional.of("user:password");
    registry.fault("GET /token.*", status, 999, "Retry-After", "30");

    BuildResult result = agents.build("one", agents.both());

    assertThat(registry.asked("GET /token")).hasSize(1);
    assertThatItIsLeftAlone(result);
  }

  @Test
  void aTokenServerThatSaysNothingIsNotWaitedFor() throws Exception {
    registry.login = Optional.of("user:password");
    silence("GET /token.*");

    assertThatItIsLeftAlone(agents.build("one", impatient(StepCacheOptions.Scope.STEPS)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "manifests"})
  void answersNeedNotSayTheirLength(String collection) throws Exception {
    agents.build("one", agents.both());
    answer(
        "GET .*/" + collection + "/.*",
        collection,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, 0); // chunked
          exchange.getResponseBody().write(content);
        });

    assertThatTheNextAgentExecutesNothing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "manifests"})
  void answersThatAreCompressedUnaskedAreNotTaken(String collection) throws Exception {
    agents.build("one", agents.both());
    answer(
        "GET .*/" + collection + "/.*",
        collection,
        (exchange, content) -> {
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
          }
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          PlayedRegistry.send(exchange, 200, bytes.toByteArray());
        });

    BuildResult second = agents.build("two", agents.both());

    assertThat(agents.outcomes).contains("stage-1 4 DONE");
    assertThat(second.imageId()).isEqualTo(agents.expected().imageId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://HOST/v2/cache/app/blobs/uploads/ID",
        "http://HOST/v2/cache/app/blobs/uploads/ID?_state=a%2Bb%3D",
        "//HOST/v2/cache/app/blobs/uploads/ID",
        "http://localhost:PORT/v2/cache/app/blobs/uploads/ID",
        "ID"
      })
  void blobsGoWhereTheRegistrySays(String place) throws Exception {
    AtomicInteger uploads = new AtomicInteger();
    String port = requireNonNull(registry.host()).replaceFirst(".*:", "");
    registry.fault(
        "POST .*",
        (exchange, body) -> {
          String location =
              place
                  .replace("HOST", registry.host())
                  .replace("PORT", port)
                  .replace("ID", "odd" + uploads.incrementAndGet());
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(202, -1);
          return true;
        });
    agents.build("one", agents.both());

    assertThat(registry.asked("/blobs/uploads/odd")).hasSize(uploads.get());
    assertThatTheNextAgentExecutesNothing();
  }
}
