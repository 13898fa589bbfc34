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

/**
 * What to build.
 *
 * @param contextDirectory the build context
 * @param dockerfile the Dockerfile; by default {@code Dockerfile}, else {@code dockerfile}, in the
 *     context
 * @param outputFile where the ACI is written, if one is
 * @param storeDirectory the store
 * @param storeLimit the size in bytes that the store is kept below; empty for any size. It is
 *     looked at once a day, after a build; what builds that are running use stays
 * @param target the stage to build; by default the last
 * @param buildArgs values for ARG
 * @param labels labels that override those of the Dockerfile
 * @param namedContexts references, as FROM takes them, or directories, by the name that stands for
 *     them in the Dockerfile
 * @param platform what the image shall run on; by default this machine's
 * @param timestamp the time of everything that the build itself makes; by default the time that the
 *     file system gives
 * @param secrets what {@code RUN --mount=type=secret} finds, by id
 * @param sshAgents sockets of SSH agents, for {@code RUN --mount=type=ssh}, by id; ADD of git
 *     repositories over SSH takes {@code default}
 * @param engine the engine for RUN
 * @param network the network for RUN
 * @param allowed what the Dockerfile, and triggers of base images, may ask for beside the usual
 * @param noCache whether steps are executed although their result is in the store
 * @param failOnWarning whether the build fails if the build checks find something in the stages
 *     that it needs
 * @param aci name, labels and everything else that only the ACI has
 * @param mode how much of the image the ACI holds
 * @param baseAcis which ACIs are made of the base image, if a difference is wanted and the base is
 *     no ACI itself; they are written beside the output file
 * @param sources how base images are found
 * @param stepCache where results of steps are shared
 * @param formats which files are written
 * @param ownFiles files and directories, beside the output file, that builds write and that are
 *     therefore no part of the build context
 */
public record BuildRequest(
    Path contextDirectory,
    Optional<Path> dockerfile,
    Path outputFile,
    Path storeDirectory,
    OptionalLong storeLimit,
    Optional<String> target,
    Map<String, String> buildArgs,
    Map<String, String> labels,
    Map<String, String> namedContexts,
    Optional<Platform> platform,
    Optional<Instant> timestamp,
    Map<String, SecretSource> secrets,
    Map<String, Path> sshAgents,
    EngineOptions engine,
    NetworkMode network,
    Set<Entitlement> allowed,
    boolean noCache,
    boolean failOnWarning,
    AciOptions aci,
    AciMode mode,
    BaseSplit baseAcis,
    SourceOptions sources,
    StepCacheOptions stepCache,
    OutputFormats formats,
    List<Path> ownFiles) {

  /** The size in bytes that the store is kept below when nothing is said: 20 GiB. */
  public static final long DEFAULT_STORE_LIMIT = 20L << 30;

  /** The network that RUN has when it does not say itself. */
  public enum NetworkMode {
    /** The host's. */
    HOST,
    /** None but loopback. */
    NONE
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

  /** Copies the collections; maps keep their order. */
  public BuildRequest {
    buildArgs = Collections.unmodifiableMap(new LinkedHashMap<>(buildArgs));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    namedContexts = Collections.unmodifiableMap(new LinkedHashMap<>(namedContexts));
    secrets = Map.copyOf(secrets);
    allowed = Set.copyOf(allowed);
    sshAgents = Map.copyOf(sshAgents);
    ownFiles = List.copyOf(ownFiles);
  }
}
