package io.github.baci.image;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How an image is run: the config of OCI images with Docker's extensions. Optional lists tell
 * "never set" from "set to nothing".
 *
 * @param env the environment by name, in the order of the image
 * @param entrypoint what is run, before {@code cmd}
 * @param cmd the arguments of the entrypoint, or what is run
 * @param user the user as it was written: {@code name}, {@code uid}, {@code name:group}, …; empty
 *     for root
 * @param workingDir the working directory as it was written; empty for {@code /}
 * @param exposedPorts ports as in {@code 80/tcp}
 * @param volumes paths as they were written
 * @param labels the labels
 * @param stopSignal the signal that asks the container to end
 * @param healthCheck how the container's health is probed
 * @param onBuild instructions that an image built from this one begins with
 * @param shell what a command in shell form is run with
 * @param author who made the image
 * @param created when the image was made
 * @param history how the layers came about, for OCI; the oldest first
 * @param appSettings what only App Container manifests say
 */
public record ImageConfig(
    Map<String, String> env,
    Optional<List<String>> entrypoint,
    Optional<List<String>> cmd,
    String user,
    String workingDir,
    SortedSet<String> exposedPorts,
    SortedSet<String> volumes,
    Map<String, String> labels,
    Optional<String> stopSignal,
    Optional<HealthCheck> healthCheck,
    List<String> onBuild,
    Optional<List<String>> shell,
    Optional<String> author,
    Optional<Instant> created,
    List<History> history,
    AppSettings appSettings) {

  /** The search path of an image whose base has none. */
  public static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** A config in which nothing is set. */
  public static final ImageConfig EMPTY =
      new ImageConfig(
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          "",
          "",
          new TreeSet<>(),
          new TreeSet<>(),
          Map.of(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          AppSettings.NONE);

  /**
   * How one layer, or one change of the config, came about.
   *
   * @param createdBy the instruction
   * @param emptyLayer whether it made no layer
   */
  public record History(
      Optional<Instant> created,
      String createdBy,
      Optional<String> author,
      Optional<String> comment,
      boolean emptyLayer) {}

  /** Copies all collections; maps keep their order. */
  public ImageConfig {
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    entrypoint = entrypoint.map(List::copyOf);
    cmd = cmd.map(List::copyOf);
    exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
    volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    onBuild = List.copyOf(onBuild);
    shell = shell.map(List::copyOf);
    history = List.copyOf(history);
  }

  /** Returns a builder that starts from this config. */
  public ImageConfigBuilder toBuilder() {
    return new ImageConfigBuilder(this);
  }
}
