package io.github.baci.container;

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
 * @param command the program and its arguments; a program without {@code /} is looked up in the
 *     PATH of {@code env}, inside the root file system
 * @param env the whole environment of the command
 * @param workingDirectory an absolute path; made if it is missing
 * @param user who the command runs as
 * @param hostname the host name that the command sees
 * @param mounts what is mounted beside /proc, /sys, /dev and the network's files, in this order
 * @param network the network that the command sees
 * @param privileged whether the command keeps all capabilities that the builder has
 * @param snapshot whether what the command changed shall become a layer
 * @param latestMtime if present, no entry of the snapshot is younger: later times are set to it
 */
public record ContainerSpec(
    List<Digest> layers,
    List<String> command,
    Map<String, String> env,
    String workingDirectory,
    Identity user,
    String hostname,
    List<ContainerMount> mounts,
    NetworkMode network,
    boolean privileged,
    boolean snapshot,
    Optional<Instant> latestMtime) {

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

  /** Copies the collections; the environment keeps its order. */
  public ContainerSpec {
    layers = List.copyOf(layers);
    command = List.copyOf(command);
    env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
    mounts = List.copyOf(mounts);
  }
}
