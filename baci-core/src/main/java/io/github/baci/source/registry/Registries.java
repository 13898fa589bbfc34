package io.github.baci.source.registry;

import com.google.api.client.http.apache.v2.ApacheHttpTransport;
import com.google.cloud.tools.jib.http.FailoverHttpClient;
import io.github.baci.source.SourceOptions;
import java.nio.file.Path;
import java.util.Map;

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

  /** Returns the repository of an image. Nothing is sent yet. */
  public synchronized Registry open(RegistryName name) {
    if (http == null) {
      http =
          JibClients.on(
              new ApacheHttpTransport(
                  new RegistryHttp(
                      new PlainHttp(options.insecureRegistries()),
                      new Proxies(options.proxies()))));
    }
    return new JibRegistry(
        name, http, new Credentials(options.credentials(), environment, home), retry);
  }
}
