package io.github.baci.source;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.SourceOptions.Credential;
import io.github.baci.image.Image;
import io.github.baci.oci.MediaTypes;
import io.github.baci.store.Store;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegistryTroubleTest extends RegistryFixture {

  @Test
  void asksAgainAfterABrokenConnectionAndTakesWhatIsMissing() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);
    AtomicInteger breaks = new AtomicInteger(2);
    registry.fault(
        "/v2/app/blobs/" + sample.layerBlobs.get(0),
        (exchange, blob) -> {
          int left = breaks.getAndDecrement();
          if (left <= 0) {
            return false;
          }
          exchange.sendResponseHeaders(200, blob.length);
          exchange.getResponseBody().write(blob, 0, left == 2 ? 100_000 : 50_000);
          exchange.getResponseBody().flush();
          return true;
        });

    Image image = source().load(name("app"), AMD64);

    assertThat(image.layers()).extracting(layer -> layer.diffId()).isEqualTo(sample.diffIds);
    assertThat(registry.asked("/blobs/" + sample.layerBlobs.get(0))).isEqualTo(3);
    assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void waitsAsLongAsTheRegistryAsks() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    AtomicInteger left = new AtomicInteger(1);
    registry.fault(
        "/v2/app/manifests/",
        (exchange, body) -> {
          if (left.getAndDecrement() <= 0) {
            return false;
          }
          exchange.getResponseHeaders().set("Retry-After", "7");
          FaultyRegistry.send(exchange, 429, SampleImage.utf8("slow down"));
          return true;
        });

    source().load(name("app"), AMD64);

    assertThat(pauses).containsExactly(Duration.ofSeconds(7));
  }

  @Test
  void givesUpAfterFiveServerErrorsAndSaysWhatTheServerSaid() throws Exception {
    registry.fault(
        "/v2/",
        (exchange, body) -> {
          FaultyRegistry.send(exchange, 503, SampleImage.utf8("maintenance"));
          return true;
        });

    assertThatThrownBy(() -> source().load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("http://" + name("").replaceFirst("/$", "") + "/v2/app/manifests")
        .hasMessageContaining("503 (maintenance)")
        .hasMessageContaining("after 5 attempts");
    assertThat(pauses).hasSize(4);
  }

  @Test
  void aWebPageInPlaceOfAManifestIsToldAsOne() {
    registry.fault(
        "/v2/",
        (exchange, body) -> {
          FaultyRegistry.send(exchange, 200, SampleImage.utf8("<html>Log in, please</html>"));
          return true;
        });

    assertThatThrownBy(() -> source().load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("wrong answer: ")
        .hasMessageContaining("a web page came");
  }

  @Test
  void aBlobThatArrivesChangedIsPulledAgainAndAtLastRefused() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);
    AtomicInteger bad = new AtomicInteger(1);
    registry.fault("/v2/app/blobs/" + sample.layerBlobs.get(0), corrupt(bad));

    assertThat(source().load(name("app"), AMD64).layers()).hasSize(1);

    SampleImage other = new SampleImage("amd64", "other");
    registry.put("other", "latest", other);
    registry.fault("/v2/other/blobs/" + other.layerBlobs.get(0), corrupt(new AtomicInteger(9)));
    assertThatThrownBy(() -> source().load(name("other"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("layer 1 of " + registry.host() + "/other")
        .hasMessageContaining("digest");
    assertThat(store.find(Store.Area.BLOBS, other.layerBlobs.get(0).hex())).isEmpty();
    assertThat(layers.find(other.diffIds.get(0))).isEmpty();
    assertThat(temporaryFiles()).isEmpty();
  }

  private static FaultyRegistry.Fault corrupt(AtomicInteger times) {
    return (exchange, blob) -> {
      if (times.getAndDecrement() <= 0) {
        return false;
      }
      byte[] changed = blob.clone();
      changed[changed.length / 2] ^= 1;
      FaultyRegistry.send(exchange, 200, changed);
      return true;
    };
  }

  private List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> walk = Files.walk(store.root().resolve("tmp"))) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".lock"))
          .toList();
    }
  }

  @Test
  void aConfigWhoseDiffIdsLieIsRefused() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    String lie = new String(sample.config, java.nio.charset.StandardCharsets.UTF_8);
    byte[] config = SampleImage.utf8(lie.replace(sample.diffIds.get(0).hex(), "0".repeat(64)));
    byte[] manifest =
        SampleImage.utf8(
            "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
                .formatted(
                    SampleImage.descriptor(MediaTypes.OCI_CONFIG, config),
                    SampleImage.descriptor(
                        MediaTypes.OCI_LAYER_GZIP,
                        requireNonNull(sample.blobs.get(sample.layerBlobs.get(0))))));
    registry.put("app", "latest", sample);
    registry.putBlob("app", Digest.sha256Of(config), config);
    registry.putManifest("app", "latest", manifest);

    assertThatThrownBy(() -> source().load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("layer 1")
        .hasMessageContaining(sample.diffIds.get(0).toString());
  }

  @Test
  void followsRedirectsWithoutHandingOnTheCredentials() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);
    try (FaultyRegistry elsewhere = new FaultyRegistry()) {
      elsewhere.putBlobs("app", sample);
      List<String> leaked = Collections.synchronizedList(new ArrayList<>());
      elsewhere.fault(
          "/",
          (exchange, body) -> {
            leaked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            return false;
          });
      requireLogin("user", "secret");
      registry.fault(
          "/v2/app/blobs/",
          (exchange, body) -> {
            exchange
                .getResponseHeaders()
                .set("Location", "http://" + elsewhere.host() + exchange.getRequestURI());
            FaultyRegistry.send(exchange, 308, new byte[0]);
            return true;
          });
      Credential credential = new Credential("user", "secret", "settings.xml server 'here'");

      Image image =
          source(options(Map.of(), Map.of(registry.host(), credential), false), NOW)
              .load(name("app"), AMD64);

      assertThat(image.layers()).hasSize(1);
      assertThat(leaked).isNotEmpty().containsOnly("null");
    }
  }

  /** Lets the registry ask for a bearer token, which is given for a name and a password. */
  private void requireLogin(String user, String password) {
    String basic =
        "Basic " + Base64.getEncoder().encodeToString(SampleImage.utf8(user + ":" + password));
    registry.fault(
        "/v2/app/manifests/",
        (exchange, body) -> {
          if ("Bearer good".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate",
                  "Bearer realm=\"http://%s/token\", service=\"registry\",scope=\"repository:app:pull\""
                      .formatted(registry.host()));
          FaultyRegistry.send(
              exchange,
              401,
              SampleImage.utf8(
                  "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"who are you\"}]}"));
          return true;
        });
    registry.fault(
        "/token",
        (exchange, body) -> {
          boolean known = basic.equals(exchange.getRequestHeaders().getFirst("Authorization"));
          FaultyRegistry.send(
              exchange,
              known ? 200 : 401,
              SampleImage.utf8(known ? "{\"token\":\"good\"}" : "bad password"));
          return true;
        });
  }

  @Test
  void saysWhichCredentialsWereTriedAndWhichPlacesWereEmpty() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    requireLogin("user", "secret");

    assertThatThrownBy(() -> source().load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("/token")
        .hasMessageContaining("401 (bad password)")
        .hasMessageContaining("settings of the build: nothing for '" + registry.host() + "'")
        .hasMessageContaining("config.json: no such file");

    Credential wrong = new Credential("user", "wrong", "settings.xml server 'here'");
    assertThatThrownBy(
            () ->
                source(options(Map.of(), Map.of(registry.host(), wrong), false), NOW)
                    .load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("settings.xml server 'here': user 'user'")
        .hasMessageNotContaining("wrong");
  }

  @Test
  void readsTheLoginFileOfDocker() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    requireLogin("user", "secret");
    Path config = directory.resolve("home/.docker/config.json");
    Files.createDirectories(config.getParent());
    String auth = Base64.getEncoder().encodeToString(SampleImage.utf8("user:secret"));
    Files.writeString(
        config, "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}".formatted(registry.host(), auth));

    assertThat(source().load(name("app"), AMD64).layers()).hasSize(1);
    assertThat(tokenQueries()).containsExactly("service=registry&scope=repository:app:pull");
  }

  @Test
  void anExpiredTokenIsRenewed() throws Exception {
    SampleImage sample = new SampleImage("amd64", "one");
    registry.put("app", "latest", sample);
    requireLogin("user", "secret");
    AtomicInteger expired = new AtomicInteger(1);
    registry.fault(
        "/v2/app/blobs/" + sample.layerBlobs.get(0),
        (exchange, body) -> {
          assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
              .isEqualTo("Bearer good");
          if (expired.getAndDecrement() <= 0) {
            return false;
          }
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate",
                  "Bearer realm=\"http://%s/token\"".formatted(registry.host()));
          FaultyRegistry.send(exchange, 401, new byte[0]);
          return true;
        });
    Credential credential = new Credential("user", "secret", "settings.xml server 'here'");

    Image image =
        source(options(Map.of(), Map.of(registry.host(), credential), false), NOW)
            .load(name("app"), AMD64);

    assertThat(image.layers()).hasSize(1);
    assertThat(tokenQueries())
        .containsExactly("service=registry&scope=repository:app:pull", "scope=repository:app:pull");
  }

  private List<String> tokenQueries() {
    return registry.requests.stream()
        .map(URI::create)
        .filter(uri -> uri.getPath().equals("/token"))
        .map(URI::getQuery)
        .toList();
  }

  @Test
  void anIdentityTokenIsExchangedAndNeverShown() throws Exception {
    registry.put("app", "latest", new SampleImage("amd64", "one"));
    requireLogin("user", "secret");
    Path config = directory.resolve("home/.docker/config.json");
    Files.createDirectories(config.getParent());
    Files.writeString(
        config,
        "{\"auths\":{\"%s\":{\"auth\":\"%s\",\"identitytoken\":\"hidden\"}}}"
            .formatted(
                registry.host(), Base64.getEncoder().encodeToString(SampleImage.utf8("<token>:"))));
    List<String> methods = Collections.synchronizedList(new ArrayList<>());
    registry.fault(
        "/token",
        (exchange, body) -> {
          methods.add(exchange.getRequestMethod());
          FaultyRegistry.send(exchange, 200, SampleImage.utf8("{}"));
          return true;
        });

    assertThatThrownBy(() -> source().load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("/token")
        .hasMessageNotContaining("hidden");
    assertThat(methods).as("three tries").containsExactly("POST", "POST", "POST");
  }

  @Test
  void aNameThatIsNotThereIsSaidWithItsUrl() {
    assertThatThrownBy(() -> source().load(name("missing:1"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("http://" + registry.host() + "/v2/missing/manifests/1")
        .hasMessageContaining("404 (MANIFEST_UNKNOWN: manifest unknown)");
  }

  @Test
  void anArtifactIsNoImage() throws Exception {
    byte[] manifest =
        SampleImage.utf8(
            """
            {"schemaVersion":2,"artifactType":"application/vnd.example.chart","config":
            {"mediaType":"application/vnd.oci.empty.v1+json","digest":"sha256:%s","size":2},"layers":[]}\
            """
                .formatted("4".repeat(64)));
    registry.putManifest("chart", "latest", manifest);

    assertThatThrownBy(() -> source().load(name("chart"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("application/vnd.example.chart");
  }

  @Test
  void plainHttpGoesToNoOtherMachine() {
    registry.fault(
        "/",
        (exchange, body) -> {
          exchange.getResponseHeaders().set("Location", "http://192.0.2.1/v2/");
          FaultyRegistry.send(exchange, 307, new byte[0]);
          return true;
        });

    assertThatThrownBy(() -> source().load(name("app"), AMD64))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("plain HTTP");
  }
}
