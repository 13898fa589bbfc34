package io.github.baci.plan;

import io.github.baci.api.NetworkMode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs a command in a container and keeps what it changes as a layer.
 *
 * @param head what all steps have
 * @param invocation what is run, where and as whom
 * @param mounts what is mounted, in the order of the instruction
 * @param scripts files that exist while the command runs, readable and executable by all, and are
 *     not part of the layer
 * @param surroundings what the command sees of the machine, and may do with it
 */
public record RunStep(
    StepHead head,
    Invocation invocation,
    List<Mount> mounts,
    List<ScriptFile> scripts,
    Surroundings surroundings)
    implements Step {
  /**
   * What is run, where and as whom.
   *
   * @param command the program and its arguments; never empty; the shell form is already wrapped
   *     with the SHELL in force
   * @param env the variables that ENV and exported ARGs set, in the order of the config, ARGs that
   *     are not in it last; {@code HOME} is not added here
   * @param proxies the caller's proxy variables in both cases; the process sees them unless {@code
   *     env} has the same name; they never count for caches
   * @param workingDirectory an absolute, clean path
   * @param user the user as USER wrote it, to be looked up in the image; empty for root
   */
  public record Invocation(
      List<String> command,
      Map<String, String> env,
      Map<String, String> proxies,
      String workingDirectory,
      String user) {
    /** Copies the collections. */
    public Invocation {
      command = List.copyOf(command);
      // A copy at each RUN would cost as much as the square of a long Dockerfile.
      env =
          env instanceof Variables.Snapshot
              ? env
              : Collections.unmodifiableMap(new LinkedHashMap<>(env));
      proxies = Collections.unmodifiableMap(new LinkedHashMap<>(proxies));
    }
  }

  /**
   * What the command sees of the machine, and may do with it.
   *
   * @param network the network that the instruction asks for; without one, the build says
   * @param insecure whether the command keeps all capabilities
   * @param hostname the host name that the command sees
   */
  public record Surroundings(Optional<NetworkMode> network, boolean insecure, String hostname) {}

  /** The host name that a command sees if the caller names no other. */
  public static final String DEFAULT_HOSTNAME = "buildkitsandbox";

  /**
   * A script with an interpreter of its own.
   *
   * @param path its absolute path, as in {@code /dev/pipes/EOF}; the directory is read-only and
   *     made for the run; the mode is 0755
   * @param content its text, to be written in UTF-8
   */
  public record ScriptFile(String path, String content) {}

  /** Copies the collections; maps keep their order. */
  public RunStep {
    mounts = List.copyOf(mounts);
    scripts = List.copyOf(scripts);
  }

  /** Returns what the process sees, apart from {@code HOME} and secrets: proxies, then env. */
  public Map<String, String> environment() {
    Map<String, String> own = new LinkedHashMap<>(invocation.env());
    Map<String, String> all = new LinkedHashMap<>(invocation.proxies());
    all.keySet().removeAll(own.keySet());
    all.putAll(own);
    return all;
  }

  /** Returns the program and its arguments. */
  public List<String> command() {
    return invocation.command();
  }

  /**
   * Returns the variables that ENV and exported ARGs set, in the order of the config, ARGs that are
   * not in it last.
   */
  public Map<String, String> env() {
    return invocation.env();
  }

  /** Returns the caller's proxy variables in both cases. */
  public Map<String, String> proxies() {
    return invocation.proxies();
  }

  /** Returns an absolute, clean path. */
  public String workingDirectory() {
    return invocation.workingDirectory();
  }

  /** Returns the user as USER wrote it, to be looked up in the image. */
  public String user() {
    return invocation.user();
  }

  /** Returns the network that the instruction asks for. */
  public Optional<NetworkMode> network() {
    return surroundings.network();
  }

  /** Returns whether the command keeps all capabilities. */
  public boolean insecure() {
    return surroundings.insecure();
  }

  /** Returns the host name that the command sees. */
  public String hostname() {
    return surroundings.hostname();
  }
}
