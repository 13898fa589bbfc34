package io.github.baci.api;

import io.github.baci.api.BuildRequest.EngineOptions;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which image to run, and how. Maps keep their order. */
public final class RunRequest {
  private final Path image;
  private final Path storeDirectory;
  private final EngineOptions engine;
  private final NetworkMode network;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Map<String, Path> volumes;
  private final Map<String, Integer> ports;
  private final Optional<InputStream> input;

  private RunRequest(Builder builder) {
    image = builder.image;
    storeDirectory = builder.storeDirectory;
    engine = builder.engine;
    network = builder.network;
    arguments = List.copyOf(builder.arguments);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(builder.environment));
    volumes = Collections.unmodifiableMap(new LinkedHashMap<>(builder.volumes));
    ports = Collections.unmodifiableMap(new LinkedHashMap<>(builder.ports));
    input = builder.input;
  }

  /**
   * Begins a request for which nothing but the necessary is said.
   *
   * @param image the ACI
   * @param storeDirectory the store
   */
  public static Builder builder(Path image, Path storeDirectory) {
    return new Builder(image, storeDirectory);
  }

  /** Begins others with the same values. */
  public Builder toBuilder() {
    Builder builder = new Builder(image, storeDirectory);
    builder.engine = engine;
    builder.network = network;
    builder.arguments = arguments;
    builder.environment = environment;
    builder.volumes = volumes;
    builder.ports = ports;
    builder.input = input;
    return builder;
  }

  /** Returns the ACI. */
  public Path image() {
    return image;
  }

  /** Returns the store. */
  public Path storeDirectory() {
    return storeDirectory;
  }

  /** Returns what runs it. */
  public EngineOptions engine() {
    return engine;
  }

  /** Returns the network that the application has; by default that of this machine. */
  public NetworkMode network() {
    return network;
  }

  /** Returns what follows the image's own exec; the whole command, if it has none. */
  public List<String> arguments() {
    return arguments;
  }

  /** Returns variables that override those of the image. */
  public Map<String, String> environment() {
    return environment;
  }

  /**
   * Returns directories or files of this machine by the name, or the path, of the mount point; for
   * a mount point without a volume, what the image has there is used, and changes are gone with the
   * application.
   */
  public Map<String, Path> volumes() {
    return volumes;
  }

  /**
   * Returns ports of this machine by the name of the image's port; for rkt alone, which gives the
   * application a network of its own then.
   */
  public Map<String, Integer> ports() {
    return ports;
  }

  /** Returns what the application reads from standard input; by default nothing. */
  public Optional<InputStream> input() {
    return input;
  }

  /** Puts a request together. Not safe for several threads. */
  public static final class Builder {
    private final Path image;
    private final Path storeDirectory;
    private EngineOptions engine = EngineOptions.DEFAULT;
    private NetworkMode network = NetworkMode.HOST;
    private List<String> arguments = List.of();
    private Map<String, String> environment = Map.of();
    private Map<String, Path> volumes = Map.of();
    private Map<String, Integer> ports = Map.of();
    private Optional<InputStream> input = Optional.empty();

    private Builder(Path image, Path storeDirectory) {
      this.image = image;
      this.storeDirectory = storeDirectory;
    }

    /** Sets what runs it. */
    public Builder engine(EngineOptions value) {
      engine = value;
      return this;
    }

    /** Sets the network that the application has; by default that of this machine. */
    public Builder network(NetworkMode value) {
      network = value;
      return this;
    }

    /** Sets what follows the image's own exec; the whole command, if it has none. */
    public Builder arguments(List<String> value) {
      arguments = value;
      return this;
    }

    /** Sets variables that override those of the image. */
    public Builder environment(Map<String, String> value) {
      environment = value;
      return this;
    }

    /**
     * Sets directories or files of this machine by the name, or the path, of the mount point; for a
     * mount point without a volume, what the image has there is used, and changes are gone with the
     * application.
     */
    public Builder volumes(Map<String, Path> value) {
      volumes = value;
      return this;
    }

    /**
     * Sets ports of this machine by the name of the image's port; for rkt alone, which gives the
     * application a network of its own then.
     */
    public Builder ports(Map<String, Integer> value) {
      ports = value;
      return this;
    }

    /** Sets what the application reads from standard input; by default nothing. */
    public Builder input(InputStream value) {
      input = Optional.of(value);
      return this;
    }

    /** Returns the request. */
    public RunRequest build() {
      return new RunRequest(this);
    }
  }
}
