package io.github.baci.registry;

import io.github.baci.api.BuildListener;
import io.github.baci.api.ImageReference;
import io.github.baci.api.SourceOptions;
import io.github.baci.api.UserHome;
import io.github.baci.http.Http;
import io.github.baci.http.PlainHttp;
import io.github.baci.http.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Opens repositories of registries, with one client for all of them. */
public final class Registries {
  private static final Duration IMPATIENCE = Duration.ofSeconds(3);

  private final SourceOptions options;
  private final Map<String, String> environment;
  private final Path home;
  private final Retry retry;
  private final BuildListener listener;
  private final PlainHttp plainHttp;
  private final Http http;
  private final Http impatient;
  private final Map<String, RegistryHost> hosts = new HashMap<>();
  private final Map<String, Repository> repositories = new HashMap<>();

  /**
   * Takes how registries are reached.
   *
   * @param environment the environment variables; they say where login files and proxies are
   * @param home the user's home directory
   * @param listener hears what is waited for, and where logins go that go elsewhere
   */
  public Registries(
      SourceOptions options,
      Map<String, String> environment,
      Path home,
      Retry retry,
      BuildListener listener) {
    this(
        options,
        environment,
        home,
        retry,
        listener,
        Http.Settings.of(options.proxies(), environment));
  }

  private Registries(
      SourceOptions options,
      Map<String, String> environment,
      Path home,
      Retry retry,
      BuildListener listener,
      Http.Settings client) {
    this.options = options;
    this.environment = environment;
    this.home = home;
    this.retry = retry;
    this.listener = listener;
    this.plainHttp = new PlainHttp(options.insecureRegistries());
    Http.Settings settings = client.withPlainHttp(plainHttp::allows);
    this.http = new Http(settings);
    this.impatient = new Http(settings.withPatience(IMPATIENCE, IMPATIENCE));
  }

  /** Opens registries with this process's environment and user. */
  public static Registries standard(SourceOptions options, BuildListener listener) {
    return new Registries(
        options, System.getenv(), home(), new Retry(Retry.Pause.SLEEP, listener::debug), listener);
  }

  /**
   * Opens registries that are nice to have: what does not answer in a few seconds is not asked
   * again.
   *
   * @param patience what a few seconds are, if they shall be more than usual
   */
  public static Registries impatient(
      SourceOptions options, Duration patience, BuildListener listener) {
    Duration time = patience.compareTo(IMPATIENCE) > 0 ? patience : IMPATIENCE;
    Map<String, String> environment = System.getenv();
    return new Registries(
        options,
        environment,
        home(),
        new Retry(Retry.Pause.SLEEP, listener::debug)
            .withAttempts(1)
            .withFirstPause(Duration.ofMillis(50)),
        listener,
        Http.Settings.of(options.proxies(), environment).withPatience(time, time));
  }

  private static Path home() {
    return UserHome.current().orElse(Path.of("/nonexistent")); // as passwd has it for nobody
  }

  /** Returns the repository of an image. Nothing is sent yet. */
  public synchronized Repository open(ImageReference name) {
    return repositories.computeIfAbsent(
        name.registry() + "/" + name.repository(),
        key -> new Repository(caller(name), name.repository()));
  }

  private RegistryCaller caller(ImageReference name) {
    RegistryHost host =
        hosts.computeIfAbsent(
            name.host(), key -> new RegistryHost(key, plainHttp, http, impatient));
    LoginSearch search =
        new LoginSearch(
            options.credentials(),
            environment,
            home,
            new CredentialHelper(
                environment, CredentialHelper.Patience.DEFAULT, listener::activity));
    return new RegistryCaller(
        host,
        new RegistryLogin(
            name.registry(), name.repository(), search, new TokenServer(http), listener::warning),
        retry);
  }
}
