package io.github.baci.api;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which Dockerfile to check, and for what build. Maps keep their order. */
public final class CheckRequest {
  private final Path contextDirectory;
  private final Path sourceRoot;
  private final Optional<Path> dockerfile;
  private final Optional<String> target;
  private final Map<String, String> buildArgs;
  private final Map<String, String> namedContexts;
  private final Optional<Platform> platform;

  private CheckRequest(Builder builder) {
    contextDirectory = builder.contextDirectory;
    sourceRoot = builder.sourceRoot;
    dockerfile = builder.dockerfile;
    target = builder.target;
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.buildArgs));
    namedContexts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.namedContexts));
    platform = builder.platform;
  }

  /**
   * Begins a request for which nothing but the necessary is said.
   *
   * @param contextDirectory the build context; its ignore file is read
   * @param sourceRoot the directory that reports name the Dockerfile from, as code scanners want it
   */
  public static Builder builder(Path contextDirectory, Path sourceRoot) {
    return new Builder(contextDirectory, sourceRoot);
  }

  /** Returns the build context; its ignore file is read. */
  public Path contextDirectory() {
    return contextDirectory;
  }

  /** Returns the directory that reports name the Dockerfile from, as code scanners want it. */
  public Path sourceRoot() {
    return sourceRoot;
  }

  /**
   * Returns the Dockerfile; by default {@code Dockerfile}, else {@code dockerfile}, in the context.
   */
  public Optional<Path> dockerfile() {
    return dockerfile;
  }

  /** Returns the stage to check with all that it needs; by default all stages are checked. */
  public Optional<String> target() {
    return target;
  }

  /** Returns the values for ARG. */
  public Map<String, String> buildArgs() {
    return buildArgs;
  }

  /** Returns what names in the Dockerfile stand for. */
  public Map<String, String> namedContexts() {
    return namedContexts;
  }

  /** Returns what the image shall run on; by default this machine's. */
  public Optional<Platform> platform() {
    return platform;
  }

  /** Puts a request together. Not safe for several threads. */
  public static final class Builder {
    private final Path contextDirectory;
    private final Path sourceRoot;
    private Optional<Path> dockerfile = Optional.empty();
    private Optional<String> target = Optional.empty();
    private Map<String, String> buildArgs = Map.of();
    private Map<String, String> namedContexts = Map.of();
    private Optional<Platform> platform = Optional.empty();

    private Builder(Path contextDirectory, Path sourceRoot) {
      this.contextDirectory = contextDirectory;
      this.sourceRoot = sourceRoot;
    }

    /**
     * Sets the Dockerfile; by default {@code Dockerfile}, else {@code dockerfile}, in the context.
     */
    public Builder dockerfile(Path value) {
      dockerfile = Optional.of(value);
      return this;
    }

    /** Sets the stage to check with all that it needs; by default all stages are checked. */
    public Builder target(String value) {
      target = Optional.of(value);
      return this;
    }

    /** Sets the values for ARG. */
    public Builder buildArgs(Map<String, String> value) {
      buildArgs = value;
      return this;
    }

    /** Sets what names in the Dockerfile stand for. */
    public Builder namedContexts(Map<String, String> value) {
      namedContexts = value;
      return this;
    }

    /** Sets what the image shall run on; by default this machine's. */
    public Builder platform(Platform value) {
      platform = Optional.of(value);
      return this;
    }

    /** Returns the request. */
    public CheckRequest build() {
      return new CheckRequest(this);
    }
  }
}
