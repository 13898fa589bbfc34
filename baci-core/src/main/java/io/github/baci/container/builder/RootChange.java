package io.github.baci.container.builder;

import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How the root directory of a mount namespace is changed. */
enum RootChange {
  /** By {@code pivot_root}, after which the old root is gone. */
  PIVOT,
  /**
   * By moving the new root over the old one, and {@code chroot}: where a seccomp profile allows
   * mounts and refuses {@code pivot_root}, as Docker's does with CAP_SYS_ADMIN.
   */
  MOVE;

  /**
   * Finds out what is allowed.
   *
   * @param directory an empty directory
   */
  static RootChange probe(Path directory) throws IOException, InterruptedException {
    CompletableFuture<RootChange> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(tried(directory));
              } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            },
            "baci-probe");
    thread.start();
    try {
      return result.get();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException(cause.getMessage(), cause);
    }
  }

  /** Tries it in a mount namespace that ends with the thread. */
  private static RootChange tried(Path directory) throws IOException {
    ThreadCalls.unshare(ThreadCalls.CLONE_NEWNS | ThreadCalls.CLONE_FS);
    MountCalls.mount("probe", directory.toString(), "tmpfs", 0, "size=4k");
    ThreadCalls.chdir(directory.toString());
    try {
      MountCalls.pivotRootToWorkingDirectory();
      return PIVOT;
    } catch (SystemCallException e) {
      if (e.errno() != Errno.EPERM && e.errno() != Errno.ENOSYS) {
        throw e;
      }
      return MOVE;
    }
  }
}
