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
 * @param surroundings where it is run, and as whom
 * @param command what is run
 * @param declared what those who run it shall know
 * @param labels the labels
 * @param onBuild instructions that an image built from this one begins with
 * @param making how it was made
 * @param appSettings what only App Container manifests say
 */
public record ImageConfig(
    Surroundings surroundings,
    Command command,
    Declared declared,
    Map<String, String> labels,
    List<String> onBuild,
    Making making,
    AppSettings appSettings) {
  /**
   * What is run.
   *
   * @param entrypoint what is run, before {@code cmd}
   * @param cmd the arguments of the entrypoint, or what is run
   * @param shell what a command in shell form is run with
   */
  public record Command(
      Optional<List<String>> entrypoint, Optional<List<String>> cmd, Optional<List<String>> shell) {
    /** Copies the collections. */
    public Command {
      entrypoint = entrypoint.map(List::copyOf);
      cmd = cmd.map(List::copyOf);
      shell = shell.map(List::copyOf);
    }
  }

  /**
   * Where it is run, and as whom.
   *
   * @param env the environment by name, in the order of the image
   * @param user the user as it was written: {@code name}, {@code uid}, {@code name:group}, …; empty
   *     for root
   * @param workingDir the working directory as it was written; empty for {@code /}
   */
  public record Surroundings(Map<String, String> env, String user, String workingDir) {
    /** Copies the collections. */
    public Surroundings {
      env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    }
  }

  /**
   * What those who run it shall know.
   *
   * @param exposedPorts ports as in {@code 80/tcp}
   * @param volumes paths as they were written
   * @param stopSignal the signal that asks the container to end
   * @param healthCheck how the container's health is probed
   */
  public record Declared(
      SortedSet<String> exposedPorts,
      SortedSet<String> volumes,
      Optional<String> stopSignal,
      Optional<HealthCheck> healthCheck) {
    /** Copies the collections. */
    public Declared {
      exposedPorts = Collections.unmodifiableSortedSet(new TreeSet<>(exposedPorts));
      volumes = Collections.unmodifiableSortedSet(new TreeSet<>(volumes));
    }
  }

  /**
   * How it was made.
   *
   * @param author who made the image
   * @param created when the image was made
   * @param history how the layers came about, for OCI; the oldest first
   */
  public record Making(Optional<String> author, Optional<Instant> created, List<History> history) {
    /** Copies the collections. */
    public Making {
      history = List.copyOf(history);
    }
  }

  /** The search path of an image whose base has none. */
  public static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /** A config in which nothing is set. */
  public static final ImageConfig EMPTY =
      new ImageConfig(
          new ImageConfig.Surroundings(Map.of(), "", ""),
          new ImageConfig.Command(Optional.empty(), Optional.empty(), Optional.empty()),
          new ImageConfig.Declared(
              new TreeSet<>(), new TreeSet<>(), Optional.empty(), Optional.empty()),
          Map.of(),
          List.of(),
          new ImageConfig.Making(Optional.empty(), Optional.empty(), List.of()),
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
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    onBuild = List.copyOf(onBuild);
  }

  /** Returns a builder that starts from this config. */
  public ImageConfigBuilder toBuilder() {
    return new ImageConfigBuilder(this);
  }

  /** Returns what is run, before {@code cmd}. */
  public Optional<List<String>> entrypoint() {
    return command.entrypoint();
  }

  /** Returns the arguments of the entrypoint, or what is run. */
  public Optional<List<String>> cmd() {
    return command.cmd();
  }

  /** Returns what a command in shell form is run with. */
  public Optional<List<String>> shell() {
    return command.shell();
  }

  /** Returns the environment by name, in the order of the image. */
  public Map<String, String> env() {
    return surroundings.env();
  }

  /** Returns the user as it was written: {@code name}, {@code uid}, {@code name:group}, …. */
  public String user() {
    return surroundings.user();
  }

  /** Returns the working directory as it was written. */
  public String workingDir() {
    return surroundings.workingDir();
  }

  /** Returns ports as in {@code 80/tcp}. */
  public SortedSet<String> exposedPorts() {
    return declared.exposedPorts();
  }

  /** Returns paths as they were written. */
  public SortedSet<String> volumes() {
    return declared.volumes();
  }

  /** Returns the signal that asks the container to end. */
  public Optional<String> stopSignal() {
    return declared.stopSignal();
  }

  /** Returns how the container's health is probed. */
  public Optional<HealthCheck> healthCheck() {
    return declared.healthCheck();
  }

  /** Returns who made the image. */
  public Optional<String> author() {
    return making.author();
  }

  /** Returns when the image was made. */
  public Optional<Instant> created() {
    return making.created();
  }

  /** Returns how the layers came about, for OCI. */
  public List<History> history() {
    return making.history();
  }
}
