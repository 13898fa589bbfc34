package io.github.baci.api;

import io.github.baci.api.BuildRequest.EngineOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How base images are found. */
public final class SourceOptions {
  /** What serves when nothing is said: registries are asked about a tag once a day. */
  public static final SourceOptions DEFAULT = builder().build();

  private final Map<String, String> registryMirrors;
  private final Map<String, Credential> credentials;
  private final List<String> insecureRegistries;
  private final boolean offline;
  private final Duration maxAge;
  private final List<Proxy> proxies;
  private final Optional<Path> jdkHome;
  private final List<Path> jars;
  private final Optional<ArtifactFiles> artifacts;
  private final List<Trust> trust;
  private final EngineOptions engine;

  private SourceOptions(Builder builder) {
    registryMirrors = Map.copyOf(builder.registryMirrors);
    credentials = Map.copyOf(builder.credentials);
    insecureRegistries = List.copyOf(builder.insecureRegistries);
    offline = builder.offline;
    maxAge = builder.maxAge;
    proxies = List.copyOf(builder.proxies);
    jdkHome = builder.jdkHome;
    jars = List.copyOf(builder.jars);
    artifacts = builder.artifacts;
    trust = List.copyOf(builder.trust);
    engine = builder.engine;
  }

  /** Begins options that say nothing. */
  public static Builder builder() {
    return new Builder();
  }

  /** Begins others with the same values. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.registryMirrors = registryMirrors;
    builder.credentials = credentials;
    builder.insecureRegistries = insecureRegistries;
    builder.offline = offline;
    builder.maxAge = maxAge;
    builder.proxies = proxies;
    builder.jdkHome = jdkHome;
    builder.jars = jars;
    builder.artifacts = artifacts;
    builder.trust = trust;
    builder.engine = engine;
    return builder;
  }

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
   * @param login with what it is asked; empty if it wants no login
   * @param nonProxyHosts hosts that are asked directly; {@code *} stands for any characters
   */
  public record Proxy(
      String scheme,
      String host,
      int port,
      Optional<Credential> login,
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

  /**
   * Returns registry name prefixes by the prefix that they replace, as in {@code docker.io/library}
   * to {@code 127.0.0.1:5000}.
   */
  public Map<String, String> registryMirrors() {
    return registryMirrors;
  }

  /**
   * Returns credentials by registry host, from Maven's settings; asked before docker's config and
   * credential helpers.
   */
  public Map<String, Credential> credentials() {
    return credentials;
  }

  /** Returns registry hosts that may be asked over plain HTTP, beside loopback. */
  public List<String> insecureRegistries() {
    return insecureRegistries;
  }

  /** Returns whether only what is in the store may be used. */
  public boolean offline() {
    return offline;
  }

  /**
   * Returns how old the answer of a registry to a tag may be before it is asked again; zero to ask
   * every time.
   */
  public Duration maxAge() {
    return maxAge;
  }

  /** Returns proxies, from Maven's settings. */
  public List<Proxy> proxies() {
    return proxies;
  }

  /** Returns the JDK that {@code jlink://} links from; by default the running one. */
  public Optional<Path> jdkHome() {
    return jdkHome;
  }

  /** Returns the project's own jars and class directories, for {@code jlink://auto}. */
  public List<Path> jars() {
    return jars;
  }

  /** Returns what finds the files of {@code maven://} references. */
  public Optional<ArtifactFiles> artifacts() {
    return artifacts;
  }

  /** Returns whose signatures App Container Images must have. */
  public List<Trust> trust() {
    return trust;
  }

  /** Returns how rkt is used, for {@code rkt://}; nothing else of it counts. */
  public EngineOptions engine() {
    return engine;
  }

  /** Returns the same options with another way to use rkt. */
  public SourceOptions withEngine(EngineOptions options) {
    Builder builder = toBuilder();
    builder.engine = options;
    return builder.build();
  }

  /** Puts options together. Not safe for several threads. */
  public static final class Builder {
    private Map<String, String> registryMirrors = Map.of();
    private Map<String, Credential> credentials = Map.of();
    private List<String> insecureRegistries = List.of();
    private boolean offline;
    private Duration maxAge = Duration.ofDays(1);
    private List<Proxy> proxies = List.of();
    private Optional<Path> jdkHome = Optional.empty();
    private List<Path> jars = List.of();
    private Optional<ArtifactFiles> artifacts = Optional.empty();
    private List<Trust> trust = List.of();
    private EngineOptions engine = EngineOptions.DEFAULT;

    private Builder() {}

    /**
     * Sets registry name prefixes by the prefix that they replace, as in {@code docker.io/library}
     * to {@code 127.0.0.1:5000}.
     */
    public Builder registryMirrors(Map<String, String> value) {
      registryMirrors = value;
      return this;
    }

    /**
     * Sets credentials by registry host, from Maven's settings; asked before docker's config and
     * credential helpers.
     */
    public Builder credentials(Map<String, Credential> value) {
      credentials = value;
      return this;
    }

    /** Sets registry hosts that may be asked over plain HTTP, beside loopback. */
    public Builder insecureRegistries(List<String> value) {
      insecureRegistries = value;
      return this;
    }

    /** Sets whether only what is in the store may be used. */
    public Builder offline(boolean value) {
      offline = value;
      return this;
    }

    /**
     * Sets how old the answer of a registry to a tag may be before it is asked again; zero to ask
     * every time.
     */
    public Builder maxAge(Duration value) {
      maxAge = value;
      return this;
    }

    /** Sets proxies, from Maven's settings. */
    public Builder proxies(List<Proxy> value) {
      proxies = value;
      return this;
    }

    /** Sets the JDK that {@code jlink://} links from; by default the running one. */
    public Builder jdkHome(Path value) {
      jdkHome = Optional.of(value);
      return this;
    }

    /** Sets the project's own jars and class directories, for {@code jlink://auto}. */
    public Builder jars(List<Path> value) {
      jars = value;
      return this;
    }

    /** Sets what finds the files of {@code maven://} references. */
    public Builder artifacts(ArtifactFiles value) {
      artifacts = Optional.of(value);
      return this;
    }

    /** Sets whose signatures App Container Images must have. */
    public Builder trust(List<Trust> value) {
      trust = value;
      return this;
    }

    /** Returns the options. */
    public SourceOptions build() {
      return new SourceOptions(this);
    }
  }
}
