package io.github.baci.api;

import io.github.baci.api.BuildRequest.EngineOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Puts a {@link BuildRequest} together. Not safe for several threads. */
public final class BuildRequestBuilder {
  final Path contextDirectory;
  final Path outputFile;
  final AciOptions aci;
  Optional<Path> dockerfile = Optional.empty();
  Optional<Path> storeDirectory = Optional.empty();
  OptionalLong storeLimit = OptionalLong.of(BuildRequest.DEFAULT_STORE_LIMIT);
  Optional<String> target = Optional.empty();
  Map<String, String> buildArgs = Map.of();
  Map<String, String> labels = Map.of();
  Map<String, String> namedContexts = Map.of();
  Optional<Platform> platform = Optional.empty();
  Optional<Instant> timestamp = Optional.empty();
  Map<String, SecretSource> secrets = Map.of();
  Map<String, Path> sshAgents = Map.of();
  EngineOptions engine = EngineOptions.DEFAULT;
  NetworkMode network = NetworkMode.HOST;
  boolean noCache;
  boolean failOnWarning;
  boolean listInputs;
  Set<Entitlement> allowed = Set.of();
  AciMode mode = AciMode.FLAT;
  BaseSplit baseAcis = BaseSplit.IMAGE;
  SourceOptions sources = SourceOptions.DEFAULT;
  StepCacheOptions stepCache = StepCacheOptions.NONE;
  OutputFormats formats = OutputFormats.ACI;
  List<Path> ownFiles = List.of();

  BuildRequestBuilder(Path contextDirectory, Path outputFile, AciOptions aci) {
    this.contextDirectory = contextDirectory;
    this.outputFile = outputFile;
    this.aci = aci;
  }

  /** Sets the Dockerfile. */
  public BuildRequestBuilder dockerfile(Path value) {
    dockerfile = Optional.of(value);
    return this;
  }

  /** Sets the store; by default the user's, in the cache directory. */
  public BuildRequestBuilder storeDirectory(Path value) {
    storeDirectory = Optional.of(value);
    return this;
  }

  /** Sets the size in bytes that the store is kept below; by default 20 GiB. */
  public BuildRequestBuilder storeLimit(OptionalLong value) {
    storeLimit = value;
    return this;
  }

  /** Sets the stage to build. */
  public BuildRequestBuilder target(String value) {
    target = Optional.of(value);
    return this;
  }

  /** Sets the values for ARG. */
  public BuildRequestBuilder buildArgs(Map<String, String> value) {
    buildArgs = value;
    return this;
  }

  /** Sets the labels that override those of the Dockerfile. */
  public BuildRequestBuilder labels(Map<String, String> value) {
    labels = value;
    return this;
  }

  /** Sets what names in the Dockerfile stand for. */
  public BuildRequestBuilder namedContexts(Map<String, String> value) {
    namedContexts = value;
    return this;
  }

  /** Sets what the image shall run on. */
  public BuildRequestBuilder platform(Platform value) {
    platform = Optional.of(value);
    return this;
  }

  /** Sets the time of everything that the build itself makes. */
  public BuildRequestBuilder timestamp(Instant value) {
    timestamp = Optional.of(value);
    return this;
  }

  /** Sets the secrets by id. */
  public BuildRequestBuilder secrets(Map<String, SecretSource> value) {
    secrets = value;
    return this;
  }

  /** Sets the sockets of SSH agents by id. */
  public BuildRequestBuilder sshAgents(Map<String, Path> value) {
    sshAgents = value;
    return this;
  }

  /** Sets the engine for RUN. */
  public BuildRequestBuilder engine(EngineOptions value) {
    engine = value;
    return this;
  }

  /** Sets the network for RUN. */
  public BuildRequestBuilder network(NetworkMode value) {
    network = value;
    return this;
  }

  /** Sets what the Dockerfile may ask for beside the usual; by default nothing. */
  public BuildRequestBuilder allow(Set<Entitlement> value) {
    allowed = value;
    return this;
  }

  /** Sets whether steps are executed although their result is in the store. */
  public BuildRequestBuilder noCache(boolean value) {
    noCache = value;
    return this;
  }

  /** Sets whether the build fails if the build checks find something. */
  public BuildRequestBuilder failOnWarning(boolean value) {
    failOnWarning = value;
    return this;
  }

  /**
   * Sets whether the result says which files of this machine the image was made of, as for a tool
   * that has to know them; by default it does not.
   */
  public BuildRequestBuilder listInputs(boolean value) {
    listInputs = value;
    return this;
  }

  /** Sets how much of the image the ACI holds. */
  public BuildRequestBuilder mode(AciMode value) {
    mode = value;
    return this;
  }

  /** Sets which ACIs are made of the base image of a difference. */
  public BuildRequestBuilder baseAcis(BaseSplit value) {
    baseAcis = value;
    return this;
  }

  /** Sets how base images are found. */
  public BuildRequestBuilder sources(SourceOptions value) {
    sources = value;
    return this;
  }

  /** Sets where results of steps are shared; by default nowhere. */
  public BuildRequestBuilder stepCache(StepCacheOptions value) {
    stepCache = value;
    return this;
  }

  /** Sets which files are written; by default the ACI alone. */
  public BuildRequestBuilder formats(OutputFormats value) {
    formats = value;
    return this;
  }

  /** Sets what builds write beside the output file, which is no part of the build context. */
  public BuildRequestBuilder ownFiles(List<Path> value) {
    ownFiles = value;
    return this;
  }

  /** Returns the request. */
  public BuildRequest build() {
    return new BuildRequest(this);
  }
}
