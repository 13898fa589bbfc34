package io.github.baci.source.registry;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import io.github.baci.BuildListener;
import io.github.baci.source.SourceOptions;
import java.nio.file.Path;
import java.util.Map;
import io.github.baci.store.UserHome;

/** Opens repositories of registries. Loads jib-core only when the first one is opened. */
public final class Registries {
  private final SourceOptions options;
  private final Map<String, String> environment;
  private final Path home;
  private final Retry retry;
  private FailoverHttpClient http;

  /**
   * Takes how registries are reached.
   *
   * @param environment the environment variables; they say where login files are
   * @param home the user's home directory
   */
  public Registries(
      SourceOptions options, Map<String, String> environment, Path home, Retry retry) {
    this.options = options;
    this.environment = environment;
    this.home = home;
    this.retry = retry;
  }

  /** Opens registries with this process's environment and user. */
  public static Registries standard(SourceOptions options, BuildListener listener) {
    return new Registries(
        options,
        System.getenv(),
        UserHome.current().orElse(Path.of("/nonexistent")), // as passwd has it for nobody
        new Retry(time -> Thread.sleep(time.toMillis()), listener));
  }

  /** Returns the repository of an image, to read from. Nothing is sent yet. */
  public synchronized Registry open(RegistryName name) {
    return new JibRegistry(session(name, JibSession.Access.PULL), http(), retry);
  }

  /** Returns the repository of an image, to write to. Nothing is sent yet. */
  public synchronized RegistryUpload openForPush(RegistryName name) {
    return new JibUpload(session(name, JibSession.Access.PUSH), retry);
  }

  private JibSession session(RegistryName name, JibSession.Access access) {
    return new JibSession(
        name, http(), new Credentials(options.credentials(), environment, home), access);
  }

  private FailoverHttpClient http() {
    if (http == null) {
      http =
          JibClients.on(
              new ApacheHttpTransport(
                  new RegistryHttp(
                      new PlainHttp(options.insecureRegistries()),
                      new Proxies(options.proxies()))));
    }
    return http;
  }
}
