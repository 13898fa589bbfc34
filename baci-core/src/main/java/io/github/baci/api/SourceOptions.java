package io.github.baci.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How base images are found.
 *
 * @param registryMirrors registry name prefixes by the prefix that they replace, as in {@code
 *     docker.io/library} to {@code 127.0.0.1:5000}
 * @param credentials credentials by registry host, from Maven's settings; asked before docker's
 *     config and credential helpers
 * @param insecureRegistries registry hosts that may be asked over plain HTTP, beside loopback
 * @param offline whether only what is in the store may be used
 * @param maxAge how old the answer of a registry to a tag may be before it is asked again; zero to
 *     ask every time
 * @param proxies proxies, from Maven's settings
 * @param jdkHome the JDK that {@code jlink://} links from; by default the running one
 * @param jars the project's own jars and class directories, for {@code jlink://auto}
 * @param artifacts finds the files of {@code maven://} references
 * @param trust whose signatures App Container Images must have
 */
public record SourceOptions(
    Map<String, String> registryMirrors,
    Map<String, Credential> credentials,
    List<String> insecureRegistries,
    boolean offline,
    Duration maxAge,
    List<Proxy> proxies,
    Optional<Path> jdkHome,
    List<Path> jars,
    Optional<ArtifactFiles> artifacts,
    List<Trust> trust) {

  /** What serves when nothing is said: registries are asked about a tag once a day. */
  public static final SourceOptions DEFAULT =
      new SourceOptions(
          Map.of(),
          Map.of(),
          List.of(),
          false,
          Duration.ofDays(1),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of());

  /**
   * A name and a password.
   *
   * @param origin where it was found, for messages, as in {@code settings.xml server 'x'}
   */
  public record Credential(String username, String password, String origin) {
    @Override
    public String toString() {
      return "Credential[" + username + ", from " + origin + "]";
    }
  }

  /**
   * An HTTP proxy.
   *
   * @param scheme the protocol of the requests that it serves, {@code http} or {@code https}
   * @param nonProxyHosts hosts that are asked directly; {@code *} stands for any characters
   */
  public record Proxy(
      String scheme,
      String host,
      int port,
      Optional<String> username,
      Optional<String> password,
      List<String> nonProxyHosts) {}

  /**
   * Keys that sign images.
   *
   * @param prefix the beginning of the names of images that must be signed with one of the keys, up
   *     to a {@code /} or the end: {@code example.com} covers {@code example.com/app}; empty for
   *     all images
   * @param keyring a file of OpenPGP public keys
   */
  public record Trust(String prefix, Path keyring) {
    /** Checks the prefix. */
    public Trust {
      if (!prefix.isEmpty() && !AcIdentifier.isValid(prefix)) {
        throw new BaciException(
            "trust: '%s' is no beginning of an image name: it must have a form as in example.com or example.com/app"
                .formatted(prefix));
      }
    }

    /** Returns whether an image with this name must be signed with one of the keys. */
    public boolean covers(String name) {
      return prefix.isEmpty() || name.equals(prefix) || name.startsWith(prefix + "/");
    }
  }

  /** Copies the collections. */
  public SourceOptions {
    registryMirrors = Map.copyOf(registryMirrors);
    credentials = Map.copyOf(credentials);
    insecureRegistries = List.copyOf(insecureRegistries);
    proxies = List.copyOf(proxies);
    jars = List.copyOf(jars);
    trust = List.copyOf(trust);
  }
}
