package io.github.baci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.baci.api.SourceOptions.Credential;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who gets the user's login, and how it is found. */
class RegistryLoginTest extends RepositoryFixture {
  private static final byte[] MANIFEST = "{\"schemaVersion\":2}".getBytes(UTF_8);

  private void serve() {
    registry.manifests.put("team/app:1", MANIFEST);
    registry.login = Optional.of("u:p");
  }

  private void given(String user, String password) {
    options = options(Map.of(registry.host(), new Credential(user, password, "settings.xml")));
  }

  private void loginFile(String json) throws IOException {
    Path file = home.resolve(".docker/config.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, json.replace("HOST", registry.host()));
  }

  private static String auth(String login) {
    return "{\"auth\":\"%s\"}".formatted(Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
  }

  private byte[] manifest() throws Exception {
    return repository("team/app").manifest("1").bytes();
  }

  @ParameterizedTest
  @CsvSource({"503,''", "429,1", "500,''"})
  void aTokenServerThatIsBusyIsAskedAgain(int status, String retryAfter) throws Exception {
    serve();
    given("u", "p");
    if (retryAfter.isEmpty()) {
      registry.fault("GET /token.*", status, 1);
    } else {
      registry.fault("GET /token.*", status, 1, "Retry-After", retryAfter);
    }

    assertThat(manifest()).isEqualTo(MANIFEST);
    assertThat(pauses)
        .containsExactly(retryAfter.isEmpty() ? Duration.ofMillis(500) : Duration.ofSeconds(1));
  }

  @Test
  void aRegistryThatAnswers400ForWantOfALoginIsSaidToWantOne() {
    registry.fault(
        "GET .*",
        (exchange, body) -> {
          PlayedRegistry.send(
              exchange, 400, "{\"errors\":[{\"code\":\"UNAUTHORIZED\",\"message\":\"who?\"}]}");
          return true;
        });

    assertThatThrownBy(this::manifest)
        .hasMessageStartingWith("refused: ")
        .hasMessageContaining("answers 400 (UNAUTHORIZED: who?); credentials tried: ");
  }

  @Test
  void aTokenServerThatStaysBrokenIsToldAsThat() {
    serve();
    given("u", "p");
    registry.fault("GET /token.*", 503, 99);

    assertThatThrownBy(this::manifest)
        .hasMessageStartingWith("server fault: http://" + registry.host() + "/token answers 503")
        .hasMessageEndingWith("(after 5 attempts)");
  }

  static List<Arguments> answersWithoutAToken() {
    return List.of(
        arguments(
            "<html>please log in</html>",
            "a web page came; something else answers in its place, such as a proxy or a login"
                + " page"),
        arguments("please log in", "it is not JSON (line 1)"),
        arguments("", "it is not a JSON object"),
        arguments("[]", "it is not a JSON object"),
        arguments("{\"token\":\"\"}", "there is none in its answer"),
        arguments("{\"token\":\"a b\"}", "there is none in its answer"),
        arguments(
            "{\"x\":\"" + "x".repeat(1 << 20) + "\"}",
            "it is larger than the 1048576 bytes that it may have"));
  }

  @ParameterizedTest
  @MethodSource("answersWithoutAToken")
  void aTokenServerThatGivesSomethingElseGivesAWrongAnswer(String answer, String why) {
    serve();
    given("u", "p");
    registry.fault(
        "GET /token.*",
        (exchange, body) -> {
          PlayedRegistry.send(exchange, 200, answer);
          return true;
        });

    assertThatThrownBy(this::manifest)
        .hasMessage(
            "wrong answer: http://%s/token gives no token: %s (after 3 attempts)"
                .formatted(registry.host(), why));
    assertThat(registry.asked("GET /token")).hasSize(3);
    assertThat(pauses).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void aTokenServerThatGivesSomethingElseIsAskedAgain() throws Exception {
    serve();
    given("u", "p");
    AtomicInteger pages = new AtomicInteger(2);
    registry.fault(
        "GET /token.*",
        (exchange, body) -> {
          if (pages.getAndDecrement() <= 0) {
            return false;
          }
          PlayedRegistry.send(exchange, 200, "<html>back in a moment</html>");
          return true;
        });

    assertThat(manifest()).isEqualTo(MANIFEST);
  }

  @Test
  void theLongestNameInALoginFileCounts() throws Exception {
    serve();
    loginFile(
        "{\"auths\":{\"HOST\":%s,\"HOST/aaa\":%s,\"HOST/team\":%s,\"HOST/team/ap\":%s}}"
            .formatted(auth("host:x"), auth("bad:x"), auth("u:p"), auth("bad:x")));

    assertThat(manifest()).isEqualTo(MANIFEST);
  }

  @ParameterizedTest
  @CsvSource({"https://HOST", "http://HOST", "HOST/", "https://HOST/v1/", "https://HOST/v2/"})
  void namesOfRegistriesAreReadInAllForms(String name) throws Exception {
    serve();
    loginFile("{\"auths\":{\"%s\":%s}}".formatted(name, auth("u:p")));

    assertThat(manifest()).isEqualTo(MANIFEST);
  }

  @Test
  void theFileOfPodmanServesToo() throws Exception {
    serve();
    Path file = home.resolve("auth.json");
    Files.writeString(file, "{\"auths\":{\"%s/team\":%s}}".formatted(registry.host(), auth("u:p")));
    environment.put("REGISTRY_AUTH_FILE", file.toString());

    assertThat(manifest()).isEqualTo(MANIFEST);
  }

  private void helper(String script) throws IOException {
    Path bin = Files.createDirectories(home.resolve("bin"));
    Path program = bin.resolve("docker-credential-test");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    environment.put("PATH", bin + ":/usr/bin:/bin");
    loginFile("{\"credsStore\":\"test\"}");
  }

  @Test
  void aCredentialHelperIsAsked() throws Exception {
    serve();
    helper(
        "[ \"$1 $(cat)\" = 'get "
            + registry.host()
            + "' ] && echo '{\"ServerURL\":\"x\",\"Username\":\"u\",\"Secret\":\"p\"}'");

    assertThat(manifest()).isEqualTo(MANIFEST);
  }

  @Test
  void aHelperThatHasNothingOrFailsIsNamed() throws Exception {
    serve();
    helper("echo 'credentials not found in native keychain'; exit 1");
    assertThatThrownBy(this::manifest)
        .hasMessageContaining("credential helper 'test': nothing for '" + registry.host() + "'");
    helper("echo 'the vault is sealed' >&2; exit 3");
    assertThatThrownBy(this::manifest)
        .hasMessageContaining(
            "credential helper 'test': docker-credential-test ends with exit code 3: the vault is"
                + " sealed");
    helper("echo nonsense");
    assertThatThrownBy(this::manifest)
        .hasMessageContaining("docker-credential-test answers with something else: it is not JSON");
    Files.delete(home.resolve("bin/docker-credential-test"));
    assertThatThrownBy(this::manifest)
        .hasMessageContaining("docker-credential-test is not on the PATH");
  }

  @Test
  void aHelperThatHangsIsSaidToBeWaitedForAndGivenUp() throws Exception {
    helper("sleep 600");
    CredentialHelper helper =
        new CredentialHelper(
            environment,
            new CredentialHelper.Patience(Duration.ofMillis(100), Duration.ofMillis(400)),
            activities::add);

    assertThatThrownBy(() -> helper.get("test", "registry.example.com"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("docker-credential-test gave no answer in 0 s, and was ended");
    assertThat(activities)
        .containsExactly(
            "waiting for the credential helper docker-credential-test, which is asked for the login"
                + " of registry.example.com");
  }

  @Test
  void aHelperIsNoPath() {
    CredentialHelper helper =
        new CredentialHelper(environment, CredentialHelper.Patience.DEFAULT, activities::add);

    assertThatThrownBy(() -> helper.get("../../tmp/x", "registry.example.com"))
        .hasMessageContaining("no name of a credential helper");
  }

  @Test
  void aPasswordIsSentWhereItIsAskedForAndNowhereElse() throws Exception {
    registry.manifests.put("team/app:1", MANIFEST);
    given("u", "p");
    registry.fault(
        "GET .*",
        (exchange, body) -> {
          if (exchange.getRequestHeaders().getFirst("Authorization") != null) {
            return false;
          }
          exchange.getResponseHeaders().add("WWW-Authenticate", "Negotiate");
          exchange
              .getResponseHeaders()
              .add("WWW-Authenticate", "Basic realm=\"a, b\", charset=\"UTF-8\"");
          PlayedRegistry.error(exchange, 401, "UNAUTHORIZED", "no");
          return true;
        });

    assertThat(manifest()).isEqualTo(MANIFEST);
    assertThat(registry.logins("/v2/")).containsExactly("-", "Basic dTpw");
  }

  @Test
  void aServerBehindARedirectThatAsksForALoginGetsNone() throws Exception {
    given("u", "p");
    try (PlayedRegistry storage = new PlayedRegistry()) {
      storage.fault("GET .*", 401, 99, "WWW-Authenticate", "Basic realm=\"x\"");
      registry.fault(
          "GET .*",
          307,
          99,
          "Location",
          "http://" + storage.host() + "/v2/team/app/manifests/1?signature=secret");

      assertThatThrownBy(this::manifest)
          .hasMessageStartingWith("refused: http://" + storage.host() + "/v2/team/app/manifests/1")
          .hasMessageNotContaining("secret");
      assertThat(storage.logins("")).containsExactly("-");
    }
  }

  @Test
  void aRealmOnAnotherHostOverPlainHttpGetsNoPassword() throws Exception {
    given("u", "p");
    try (PlayedRegistry thief = new PlayedRegistry()) {
      thief.login = Optional.of("u:p");
      String realm = "http://localhost:" + thief.host().split(":")[1] + "/token";
      registry.fault("GET /v2.*", 401, 99, "WWW-Authenticate", "Bearer realm=\"" + realm + "\"");

      assertThatThrownBy(this::manifest)
          .hasMessageStartingWith("refused: ")
          .hasMessageContaining("it was not sent to " + realm);
      assertThat(thief.logins("/token")).containsOnly("-");
    }
  }

  @Test
  void anIdentityTokenGoesToNoOtherHostEither() throws Exception {
    loginFile("{\"auths\":{\"HOST\":{\"identitytoken\":\"hidden\"}}}");
    try (PlayedRegistry thief = new PlayedRegistry()) {
      String realm = "http://localhost:" + thief.host().split(":")[1] + "/token";
      registry.fault("GET /v2.*", 401, 99, "WWW-Authenticate", "Bearer realm=\"" + realm + "\"");

      assertThatThrownBy(this::manifest).hasMessageNotContaining("hidden");
      assertThat(thief.asked("POST")).isEmpty();
    }
  }

  @Test
  void anIdentityTokenIsNotRedirectedToAnotherServer() throws Exception {
    loginFile("{\"auths\":{\"HOST\":{\"identitytoken\":\"hidden\"}}}");
    try (PlayedRegistry thief = new PlayedRegistry()) {
      String realm = "http://" + registry.host() + "/token";
      registry.fault("GET /v2.*", 401, 99, "WWW-Authenticate", "Bearer realm=\"" + realm + "\"");
      registry.fault("POST /token.*", 307, 99, "Location", "http://" + thief.host() + "/token");

      assertThatThrownBy(this::manifest)
          .hasMessageContaining(
              "the server redirects a login to another one, http://" + thief.host() + "/token")
          .hasMessageNotContaining("hidden");
      assertThat(registry.asked("POST")).isNotEmpty();
      assertThat(thief.asked("")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://registry.example.com, https://auth.example.com/token, true",
    "https://registry.example.com, https://elsewhere.test/token, true",
    "https://registry.example.com, http://registry.example.com/token, false",
    "https://registry.example.com, http://auth.example.com/token, false",
    "http://127.0.0.1:5000, http://127.0.0.1:5001/token, true",
    "http://127.0.0.1:5000, https://127.0.0.1:5001/token, true",
    "http://127.0.0.1:5000, http://localhost:5001/token, false",
    "http://127.0.0.1:5000, https://auth.example.com/token, false"
  })
  void aRealmMayHaveTheLogin(String registryUrl, String realm, boolean may) {
    assertThat(new TokenRealm(URI.create(realm), URI.create(registryUrl)).mayHaveLogin())
        .isEqualTo(may);
  }

  @Test
  void aRealmOfAnotherDomainIsWorthAWarning() {
    URI registryUrl = URI.create("https://registry.example.com/v2/");

    assertThat(new TokenRealm(URI.create("https://elsewhere.test/"), registryUrl).isFarAway())
        .isTrue();
    assertThat(new TokenRealm(URI.create("https://auth.EXAMPLE.com/"), registryUrl).isFarAway())
        .isFalse();
  }

  @Test
  void aRegistryThatHidesWhatItHasIsAskedForItsChallenge() throws Exception {
    registry.manifests.put("team/app:1", MANIFEST);
    given("u", "p");
    registry.fault(
        "GET .*",
        (exchange, body) -> {
          if (exchange.getRequestHeaders().getFirst("Authorization") != null) {
            return false;
          }
          boolean ping = exchange.getRequestURI().getPath().equals("/v2/");
          if (ping) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
          }
          PlayedRegistry.error(exchange, ping ? 401 : 404, "X", "no");
          return true;
        });

    assertThat(manifest()).isEqualTo(MANIFEST);
  }

  @Test
  void challengesAreReadFromHeadersThatHoldSeveral() {
    Optional<Challenge> chosen =
        Challenge.choose(
            List.of(
                "Negotiate, Basic realm=\"a, \\\"b\\\"\"",
                "bearer REALM=\"https://x/t?a=1,2\" , service = reg,"
                    + " scope=\"repository:a:pull,push\""));

    assertThat(chosen)
        .hasValue(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://x/t?a=1,2",
                    "service", "reg",
                    "scope", "repository:a:pull,push")));
    assertThat(Challenge.choose(List.of("", "=", "Basic realm=\"unfinished", "\"")))
        .map(Challenge::scheme)
        .contains("basic");
  }
}
