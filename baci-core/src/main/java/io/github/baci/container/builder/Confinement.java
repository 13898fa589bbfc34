package io.github.baci.container.builder;

import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** How a command is kept in a copied root file system on a machine where nothing can be mounted. */
public interface Confinement {

  /** Returns what commands see of files. */
  FileTraits traits();

  /**
   * Returns whether commands are shown {@code /proc}, {@code /dev}, {@code /sys} and what a run
   * mounts without anything being put into the root file system. Where they are not, all that is
   * renamed into it before the command starts, and out of it when all has ended.
   */
  boolean bindsPaths();

  /** Returns whether what is bound is mounted: then nobody can lead its source elsewhere. */
  default boolean mounts() {
    return false;
  }

  /** Returns whether a command can be kept from reaching other machines. */
  default boolean closesNetwork() {
    return false;
  }

  /**
   * Starts a command, and returns when it is executed.
   *
   * @throws CommandNotStartedException if its program is not there or may not be executed
   * @throws io.github.baci.container.syscall.SystemCallException whose message begins with {@code
   *     exec} if the system refuses to execute it
   */
  StartedCommand start(Plan plan) throws IOException, InterruptedException;

  /**
   * What is started.
   *
   * @param root the root file system
   * @param spec the command, its environment and its user
   * @param workingDirectory absolute in the root, without links
   * @param bound what is shown in the root, in the order in which it is mounted; empty where paths
   *     are not bound
   * @param descriptors open for standard input, or -1, output and error
   * @param own a directory on disk that is deleted after the run
   */
  record Plan(
      Path root,
      ContainerSpec spec,
      String workingDirectory,
      List<Bound> bound,
      int[] descriptors,
      Path own) {}

  /**
   * A file or directory that is shown at another place. Both are there when the command starts.
   *
   * @param target its place relative to the root, without links
   * @param inside where it is in the source, as a path that does not leave that; empty where
   *     nothing is mounted
   * @param readOnly whether the command may not change it
   * @param owner who commands are told that a file belongs to, where it has no owner of its own
   * @param memory what is mounted instead of the source, if it is a file system in memory
   */
  record Bound(
      String target,
      Path source,
      String inside,
      boolean readOnly,
      Optional<ContainerSpec.Identity> owner,
      Optional<ContainerMount.Tmpfs> memory) {}
}
