package io.github.baci.api;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What to build. Maps keep their order. */
public final class BuildRequest {

  /** The size in bytes that the store is kept below when nothing is said: 20 GiB. */
  public static final long DEFAULT_STORE_LIMIT = 20L << 30;

  private final Path contextDirectory;
  private final Optional<Path> dockerfile;
  private final Path outputFile;
  private final Path storeDirectory;
  private final OptionalLong storeLimit;
  private final Optional<String> target;
  private final Map<String, String> buildArgs;
  private final Map<String, String> labels;
  private final Map<String, String> namedContexts;
  private final Optional<Platform> platform;
  private final Optional<Instant> timestamp;
  private final Map<String, SecretSource> secrets;
  private final Map<String, Path> sshAgents;
  private final EngineOptions engine;
  private final NetworkMode network;
  private final Set<Entitlement> allowed;
  private final boolean noCache;
  private final boolean failOnWarning;
  private final boolean listInputs;
  private final AciOptions aci;
  private final AciMode mode;
  private final BaseSplit baseAcis;
  private final SourceOptions sources;
  private final StepCacheOptions stepCache;
  private final OutputFormats formats;
  private final List<Path> ownFiles;

  BuildRequest(BuildRequestBuilder builder) {
    contextDirectory = builder.contextDirectory;
    dockerfile = builder.dockerfile;
    outputFile = builder.outputFile;
    storeDirectory = builder.storeDirectory.orElseGet(StoreLocation::defaultDirectory);
    storeLimit = builder.storeLimit;
    target = builder.target;
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(builder.buildArgs));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
    namedContexts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.namedContexts));
    platform = builder.platform;
    timestamp = builder.timestamp;
    secrets = Map.copyOf(builder.secrets);
    sshAgents = Map.copyOf(builder.sshAgents);
    engine = builder.engine;
    network = builder.network;
    allowed = Set.copyOf(builder.allowed);
    noCache = builder.noCache;
    failOnWarning = builder.failOnWarning;
    listInputs = builder.listInputs;
    aci = builder.aci;
    mode = builder.mode;
    baseAcis = builder.baseAcis;
    sources = builder.sources;
    stepCache = builder.stepCache;
    formats = builder.formats;
    ownFiles = List.copyOf(builder.ownFiles);
  }

  /**
   * Which engine runs RUN.
   *
   * @param kind the engine
   * @param rktPath the rkt executable; by default it is looked for on the PATH
   * @param rktStage1 what rkt runs its containers with: the path of an ACI, a URL, or the name of
   *     an image; by default what rkt is configured with
   * @param rktDir rkt's data directory; by default what rkt is configured with
   * @param rktOptions further options for {@code rkt run}; those that all of rkt's commands know
   *     are given to the others too
   */
  public record EngineOptions(
      Kind kind,
      Optional<Path> rktPath,
      Optional<String> rktStage1,
      Optional<Path> rktDir,
      List<String> rktOptions) {
    /** Copies the list. */
    public EngineOptions {
      rktOptions = List.copyOf(rktOptions);
    }

    /** Takes what rkt is configured with. */
    public EngineOptions(Kind kind, Optional<Path> rktPath) {
      this(kind, rktPath, Optional.empty(), Optional.empty(), List.of());
    }

    /** The engines. */
    public enum Kind {
      /** rkt where it can be had, else the best way that the machine allows. */
      AUTO,
      /** The embedded engine, by namespaces alone. */
      NAMESPACES,
      /** The embedded engine, by chroot alone, as for root in a container. */
      CHROOT,
      /** The embedded engine, by tracing alone, which needs no privilege at all. */
      TRACED,
      /** rkt. */
      RKT
    }

    /** What serves when nothing is said. */
    public static final EngineOptions DEFAULT = new EngineOptions(Kind.AUTO, Optional.empty());
  }

  /**
   * Begins a request for which nothing but the necessary is said.
   *
   * @param contextDirectory the build context
   * @param outputFile where the ACI is written, if one is
   * @param aci name, labels and everything else that only the ACI has
   */
  public static BuildRequestBuilder builder(
      Path contextDirectory, Path outputFile, AciOptions aci) {
    return new BuildRequestBuilder(contextDirectory, outputFile, aci);
  }

  /** Returns the build context. */
  public Path contextDirectory() {
    return contextDirectory;
  }

  /**
   * Returns the Dockerfile; by default {@code Dockerfile}, else {@code dockerfile}, in the context.
   */
  public Optional<Path> dockerfile() {
    return dockerfile;
  }

  /** Returns where the ACI is written, if one is. */
  public Path outputFile() {
    return outputFile;
  }

  /** Returns the store. */
  public Path storeDirectory() {
    return storeDirectory;
  }

  /**
   * Returns the size in bytes that the store is kept below; empty for any size. It is looked at
   * once a day, after a build; what builds that are running use stays.
   */
  public OptionalLong storeLimit() {
    return storeLimit;
  }

  /** Returns the stage to build; by default the last. */
  public Optional<String> target() {
    return target;
  }

  /** Returns values for ARG. */
  public Map<String, String> buildArgs() {
    return buildArgs;
  }

  /** Returns labels that override those of the Dockerfile. */
  public Map<String, String> labels() {
    return labels;
  }

  /**
   * Returns references, as FROM takes them, or directories, by the name that stands for them in the
   * Dockerfile.
   */
  public Map<String, String> namedContexts() {
    return namedContexts;
  }

  /** Returns what the image shall run on; by default this machine's. */
  public Optional<Platform> platform() {
    return platform;
  }

  /**
   * Returns the time of everything that the build itself makes; by default the time that the file
   * system gives.
   */
  public Optional<Instant> timestamp() {
    return timestamp;
  }

  /** Returns what {@code RUN --mount=type=secret} finds, by id. */
  public Map<String, SecretSource> secrets() {
    return secrets;
  }

  /**
   * Returns sockets of SSH agents, for {@code RUN --mount=type=ssh}, by id; ADD of git repositories
   * over SSH takes {@code default}.
   */
  public Map<String, Path> sshAgents() {
    return sshAgents;
  }

  /** Returns the engine for RUN. */
  public EngineOptions engine() {
    return engine;
  }

  /** Returns the network for RUN. */
  public NetworkMode network() {
    return network;
  }

  /** Returns what the Dockerfile, and triggers of base images, may ask for beside the usual. */
  public Set<Entitlement> allowed() {
    return allowed;
  }

  /** Returns whether steps are executed although their result is in the store. */
  public boolean noCache() {
    return noCache;
  }

  /**
   * Returns whether the build fails if the build checks find something in the stages that it needs.
   */
  public boolean failOnWarning() {
    return failOnWarning;
  }

  /** Returns name, labels and everything else that only the ACI has. */
  public AciOptions aci() {
    return aci;
  }

  /** Returns whether the result says which files the image was made of. */
  public boolean listInputs() {
    return listInputs;
  }

  /** Returns how much of the image the ACI holds. */
  public AciMode mode() {
    return mode;
  }

  /**
   * Returns which ACIs are made of the base image, if a difference is wanted and the base is no ACI
   * itself; they are written beside the output file.
   */
  public BaseSplit baseAcis() {
    return baseAcis;
  }

  /** Returns how base images are found. */
  public SourceOptions sources() {
    return sources;
  }

  /** Returns where results of steps are shared. */
  public StepCacheOptions stepCache() {
    return stepCache;
  }

  /** Returns which files are written. */
  public OutputFormats formats() {
    return formats;
  }

  /**
   * Returns files and directories, beside the output file, that builds write and that are therefore
   * no part of the build context.
   */
  public List<Path> ownFiles() {
    return ownFiles;
  }
}
