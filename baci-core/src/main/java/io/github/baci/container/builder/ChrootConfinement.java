package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Commands of root that are kept in a directory by {@code chroot} alone: what stands between them
 * and the machine is the container that the builder itself is in. They share its network, host name
 * and process IDs, and have no /proc.
 */
final class ChrootConfinement implements Confinement {

  private final Set<ProcessFamily> running = ConcurrentHashMap.newKeySet();
  private final ChrootStarter starter;

  /**
   * Finds out how a command can get a root of its own.
   *
   * @param java the command line of a JVM that has this class, without a main class
   * @param directory in which that is to be started
   */
  ChrootConfinement(List<String> java, Path directory) throws InterruptedException {
    starter = ThreadStarter.works() ? new ThreadStarter() : new ProcessStarter(java, directory);
  }

  /**
   * Refuses a file system on which the devices of a container cannot be made.
   *
   * @param directory an empty directory of the store
   */
  static void check(Path directory) throws IOException {
    String node = directory + "/null";
    try {
      FileCalls.mknod(FileCalls.CWD, node, FileStatus.S_IFCHR | 0600, 1, 3);
      FileCalls.close(FileCalls.open(FileCalls.CWD, node, FileCalls.O_WRONLY, 0));
      FileCalls.remove(FileCalls.CWD, node, false);
    } catch (SystemCallException e) {
      throw new BaciException(
          ("the device nodes of a container cannot be made or used on the file system of the store"
                  + " '%s' (%s): put the store (%s) on a volume that is not mounted"
                  + " nodev, and give the container CAP_MKNOD")
              .formatted(
                  directory.resolve("../..").normalize(), e.getMessage(), Option.STORE_DIRECTORY),
          e);
    }
  }

  @Override
  public FileTraits traits() {
    return KernelTraits.ALL;
  }

  @Override
  public boolean bindsPaths() {
    return false;
  }

  @Override
  public StartedCommand start(Plan plan) throws IOException, InterruptedException {
    int root = FileCalls.openDirectory(FileCalls.CWD, plan.root().toString());
    String program;
    try {
      program = new ProgramSearch(root, plan.spec()).find();
    } finally {
      FileCalls.close(root);
    }
    ProcessFamily family = starter.start(plan, program);
    running.add(family);
    return new ChrootCommand(family, () -> running.remove(family));
  }

  /** Kills all commands. */
  void killAll() {
    for (ProcessFamily family : running) {
      try {
        family.kill();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
