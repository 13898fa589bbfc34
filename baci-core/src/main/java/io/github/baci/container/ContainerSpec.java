package io.github.baci.container;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.NetworkMode;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a builder shall run, and on what.
 *
 * @param layers diff IDs of the root file system's layers, the lowest first; all are in the store
 * @param invocation what is run, where and as whom
 * @param surroundings what the command sees of the machine
 * @param mounts what is mounted beside /proc, /sys, /dev and the network's files, in this order
 * @param result what becomes of what the command changed
 */
public record ContainerSpec(
    List<Digest> layers,
    Invocation invocation,
    Surroundings surroundings,
    List<ContainerMount> mounts,
    Result result) {
  /**
   * What is run, where and as whom.
   *
   * @param command the program and its arguments; a program without {@code /} is looked up in the
   *     PATH of {@code env}, inside the root file system
   * @param env the whole environment of the command
   * @param workingDirectory an absolute path; made if it is missing
   * @param user who the command runs as
   * @param privileged whether the command keeps all capabilities that the builder has
   */
  public record Invocation(
      List<String> command,
      Map<String, String> env,
      String workingDirectory,
      Identity user,
      boolean privileged) {
    /**
     * Copies the collections.
     *
     * @throws BaciException if a text has a zero byte in it
     */
    public Invocation {
      command = List.copyOf(command);
      env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
      command.forEach(word -> requireText(word, "the command"));
      env.forEach(
          (name, value) -> {
            requireText(name, "the name of an environment variable");
            requireText(value, "the environment variable '" + name + "'"); // may be a secret
          });
      requireText(workingDirectory, "the working directory");
    }
  }

  /**
   * What the command sees of the machine.
   *
   * @param hostname the host name that the command sees
   * @param network the network that the command sees
   */
  public record Surroundings(String hostname, NetworkMode network) {}

  /**
   * What becomes of what the command changed.
   *
   * @param snapshot whether what the command changed shall become a layer
   * @param latestMtime if present, no entry of the snapshot is younger: later times are set to it
   */
  public record Result(boolean snapshot, Optional<Instant> latestMtime) {}

  /**
   * Who a process is, as numbers inside the container.
   *
   * @param uid the user
   * @param gid the primary group
   * @param groups the supplementary groups
   */
  public record Identity(long uid, long gid, List<Long> groups) {
    /** The super-user. */
    public static final Identity ROOT = new Identity(0, 0, List.of());

    /** Copies the list. */
    public Identity {
      groups = List.copyOf(groups);
    }
  }

  /**
   * Copies the collections.
   *
   * @throws BaciException if the target of a mount has a zero byte in it
   */
  public ContainerSpec {
    layers = List.copyOf(layers);
    mounts = List.copyOf(mounts);
    mounts.forEach(mount -> requireText(mount.target(), "the target of a mount"));
  }

  /** The kernel takes what it is given as texts that end with a zero byte. */
  private static void requireText(String text, String what) {
    if (text.indexOf(0) >= 0) {
      throw new BaciException(
          what + " has a zero byte in it, and no process can be given one; leave it out");
    }
  }

  /** Returns the program and its arguments. */
  public List<String> command() {
    return invocation.command();
  }

  /** Returns the whole environment of the command. */
  public Map<String, String> env() {
    return invocation.env();
  }

  /** Returns an absolute path. */
  public String workingDirectory() {
    return invocation.workingDirectory();
  }

  /** Returns who the command runs as. */
  public Identity user() {
    return invocation.user();
  }

  /** Returns whether the command keeps all capabilities that the builder has. */
  public boolean privileged() {
    return invocation.privileged();
  }

  /** Returns the host name that the command sees. */
  public String hostname() {
    return surroundings.hostname();
  }

  /** Returns the network that the command sees. */
  public NetworkMode network() {
    return surroundings.network();
  }

  /** Returns whether what the command changed shall become a layer. */
  public boolean snapshot() {
    return result.snapshot();
  }

  /** Returns if present, no entry of the snapshot is younger: later times are set to it. */
  public Optional<Instant> latestMtime() {
    return result.latestMtime();
  }
}
