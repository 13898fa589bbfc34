package io.github.baci.container.builder;

import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where the runs of one worker keep what they need: small things in memory, as making and deleting
 * files on a disk would take longer than all else, and what commands write on the disk of the
 * store.
 */
final class WorkerSpace implements AutoCloseable {
  private static final int MODE = 0755;

  private final Store store;
  private final boolean isMounted;
  private final Path memory;
  private final Path mountPoints;
  private final AtomicInteger counter = new AtomicInteger();
  private final ExecutorService deleting =
      Executors.newSingleThreadExecutor(new DaemonThreads("baci-deletion"));

  private WorkerSpace(Store store, boolean canMount) throws IOException {
    this.store = store;
    this.isMounted = canMount;
    this.memory = store.newTemporaryDirectory();
    if (canMount) {
      MountCalls.mount("baci", memory.toString(), "tmpfs", MountCalls.MS_NODEV, "mode=755");
    }
    this.mountPoints = Files.createDirectory(memory.resolve("mount-points"));
    for (String directory : new String[] {"proc", "sys", "dev", "etc"}) {
      FileCalls.mkdir(FileCalls.CWD, mountPoints + "/" + directory, MODE);
    }
    for (String file : NetworkFiles.NAMES) {
      Files.createFile(mountPoints.resolve("etc").resolve(file));
    }
  }

  /** Makes the space; in memory where something can be mounted. */
  static WorkerSpace of(Store store, Separation separation) throws IOException {
    return new WorkerSpace(store, separation.mounts());
  }

  /** Makes a directory in memory. */
  Path newMemoryDirectory() throws IOException {
    Path directory = memory.resolve(String.valueOf(counter.incrementAndGet()));
    FileCalls.mkdir(FileCalls.CWD, directory.toString(), MODE);
    return directory;
  }

  /** Makes a directory on the disk of the store that gives nothing to what is made in it. */
  Path newDiskDirectory() throws IOException {
    Path directory = store.newTemporaryDirectory();
    NeutralDirectory.neutralise(directory);
    return directory;
  }

  /**
   * Returns a directory with the mount points that every container needs. As the lowest directory
   * of an overlay, it has them ready where an image has not, and changes nothing where it has.
   */
  Path mountPoints() {
    return mountPoints;
  }

  /** Deletes a directory, if it is still there, when nothing else is to be done. */
  void deleteSoon(Path directory) {
    deleting.execute(
        () -> {
          try {
            if (Files.exists(directory)) {
              FileDeletion.delete(directory);
            }
          } catch (IOException e) {
            // in use until a mount of it has gone: it goes with the worker's temporary space
          }
        });
  }

  /** Gives up the memory, so that the store can delete what is left on disk. */
  @Override
  public void close() throws IOException {
    deleting.shutdownNow();
    if (isMounted) {
      MountCalls.detach(memory.toString());
    }
  }
}
