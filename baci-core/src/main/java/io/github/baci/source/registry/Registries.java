package io.github.baci.source.registry;

import io.github.baci.source.SourceOptions;
import java.nio.file.Path;
import java.util.Map;

/** Opens repositories of registries. */
public final class Registries {
  private final HttpRequests http;
  private final PlainHttp plainHttp;
  private final Credentials credentials;
  private final Retry retry;

  /**
   * Takes how registries are reached.
   *
   * @param environment the environment variables; they say where login files are
   * @param home the user's home directory
   */
  public Registries(
      SourceOptions options, Map<String, String> environment, Path home, Retry retry) {
    plainHttp = new PlainHttp(options.insecureRegistries());
    http = new HttpRequests(new Proxies(options.proxies()), plainHttp);
    credentials = new Credentials(options.credentials(), environment, home);
    this.retry = retry;
  }

  /** Returns the repository of an image. Nothing is sent yet. */
  public Registry open(RegistryName name) {
    return new HttpRegistry(name, http, new Authorizer(name, http, credentials), retry, plainHttp);
  }
}
