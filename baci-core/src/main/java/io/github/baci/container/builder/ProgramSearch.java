package io.github.baci.container.builder;

import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.FileStatus;
import java.io.IOException;
import java.util.Optional;

/** Finds the program of a command inside a root file system, as the user who will run it. */
final class ProgramSearch {
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Files files;
  private final ContainerSpec spec;

  /** Where programs are. */
  interface Files {
    /** Returns what is known of a file of the container; links are followed. */
    Optional<FileStatus> find(String path) throws IOException;
  }

  /**
   * Searches in a root file system.
   *
   * @param root a descriptor of it
   */
  ProgramSearch(int root, ContainerSpec spec) {
    this(path -> RootPath.resolve(root, path).status(), spec);
  }

  /** Searches where a command finds its files. */
  ProgramSearch(Files files, ContainerSpec spec) {
    this.files = files;
    this.spec = spec;
  }

  /**
   * Returns the path of the program, absolute inside the root.
   *
   * @throws CommandNotStartedException if it is not there or may not be executed
   */
  String find() throws IOException {
    String name = spec.command().get(0);
    if (name.contains("/")) {
      String path = name.startsWith("/") ? name : spec.workingDirectory() + "/" + name;
      check(path, name);
      return path;
    }
    CommandNotStartedException denied = null;
    for (String directory : spec.env().getOrDefault("PATH", DEFAULT_PATH).split(":", -1)) {
      String base =
          directory.startsWith("/") ? directory : spec.workingDirectory() + "/" + directory;
      try {
        check(base + "/" + name, name);
        return base + "/" + name;
      } catch (CommandNotStartedException e) {
        if (e.exitCode() == CommandNotStartedException.CANNOT_BE_EXECUTED) {
          denied = e;
        }
      }
    }
    if (denied != null) {
      throw denied;
    }
    throw CommandNotStartedException.notFound(
        "exec: \"%s\": executable file not found in $PATH".formatted(name));
  }

  private void check(String path, String name) throws IOException {
    Optional<FileStatus> found = files.find(path);
    if (found.isEmpty()) {
      throw CommandNotStartedException.notFound(
          "exec: \"%s\": no such file or directory".formatted(name));
    }
    FileStatus status = found.get();
    if (status.isDirectory()) {
      throw CommandNotStartedException.cannotBeExecuted(
          "exec: \"%s\": is a directory".formatted(name));
    }
    if (status.type() != FileStatus.S_IFREG || !mayExecute(status)) {
      throw CommandNotStartedException.cannotBeExecuted(
          "exec: \"%s\": permission denied".formatted(name));
    }
  }

  private boolean mayExecute(FileStatus status) {
    int bits = status.permissions();
    if (spec.user().uid() == 0) {
      return (bits & 0111) != 0;
    }
    if (status.uid() == spec.user().uid()) {
      return (bits & 0100) != 0;
    }
    if (status.gid() == spec.user().gid() || spec.user().groups().contains(status.gid())) {
      return (bits & 0010) != 0;
    }
    return (bits & 0001) != 0;
  }
}
