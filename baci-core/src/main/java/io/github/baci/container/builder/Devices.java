package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.syscall.Errno;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * The /dev of a container: a file system in memory on which devices cannot be opened, and on it a
 * few devices, each mounted by itself. Where the builder may make device nodes, they are nodes of
 * the container's own, so that a change of their mode or owner ends with it. Where it may not, they
 * are the machine's, read-only, which concerns the nodes and not what is written to the devices.
 */
final class Devices implements AutoCloseable {
  /** Major and minor numbers. */
  private static final Map<String, int[]> NODES =
      Map.of(
          "null", new int[] {1, 3},
          "zero", new int[] {1, 5},
          "full", new int[] {1, 7},
          "random", new int[] {1, 8},
          "urandom", new int[] {1, 9},
          "tty", new int[] {5, 0});

  private static final Map<String, String> LINKS =
      Map.of(
          "fd", "/proc/self/fd",
          "stdin", "/proc/self/fd/0",
          "stdout", "/proc/self/fd/1",
          "stderr", "/proc/self/fd/2",
          "ptmx", "pts/ptmx");

  private static final int FOR_ALL = 0666;
  private static final long SAFE =
      MountCalls.MS_NOSUID | MountCalls.MS_NODEV | MountCalls.MS_NOEXEC;

  private final Path ownNodes;
  private final boolean privileged;
  private int nullDevice = -1;

  /**
   * Prepares the devices of one run.
   *
   * @param ownNodes an empty directory
   * @param privileged whether devices that the command makes can be opened
   */
  Devices(Path ownNodes, boolean privileged) {
    this.ownNodes = ownNodes;
    this.privileged = privileged;
  }

  /** Mounts on a place, in the calling thread's mount namespace. */
  void mount(RootPlace place) throws IOException {
    long noDevices = privileged ? 0 : MountCalls.MS_NODEV;
    // Without mode=755, tmpfs is sticky, and opening a bound node with O_CREAT is then refused in a
    // user namespace, where the node's owner is unknown: no "> /dev/null" would work.
    MountCalls.mount(
        "tmpfs", place.link(), "tmpfs", MountCalls.MS_NOSUID | noDevices, "mode=755,size=64m");
    int dev = place.mounted(-1);
    try {
      boolean isOwn = makeNodes();
      int nodes = FileCalls.openDirectory(FileCalls.CWD, isOwn ? ownNodes.toString() : "/dev");
      try {
        for (String name : NODES.keySet()) {
          device(nodes, name, isOwn, dev);
        }
      } finally {
        FileCalls.close(nodes);
      }
      for (Map.Entry<String, String> link : LINKS.entrySet()) {
        FileCalls.symlink(link.getValue(), dev, link.getKey());
      }
      mountBelow(dev, "shm", "tmpfs", SAFE, "mode=1777,size=65536k");
      mountBelow(
          dev,
          "pts",
          "devpts",
          MountCalls.MS_NOSUID | MountCalls.MS_NOEXEC,
          "newinstance,ptmxmode=0666,mode=0620");
      try {
        mountBelow(dev, "mqueue", "mqueue", SAFE, "");
      } catch (SystemCallException e) {
        // not every kernel has POSIX message queues
        FileCalls.remove(dev, "mqueue", true);
      }
      nullDevice = FileCalls.open(dev, "null", FileCalls.O_RDWR, 0);
    } finally {
      FileCalls.close(dev);
    }
  }

  /** Makes nodes of the container's own; returns whether that is allowed. */
  private boolean makeNodes() throws IOException {
    MountCalls.mount(
        "tmpfs",
        ownNodes.toString(),
        "tmpfs",
        MountCalls.MS_NOSUID | MountCalls.MS_NOEXEC,
        "mode=755,size=64k");
    int nodes = FileCalls.openDirectory(FileCalls.CWD, ownNodes.toString());
    try {
      for (Map.Entry<String, int[]> node : NODES.entrySet()) {
        int[] numbers = node.getValue();
        FileCalls.mknod(nodes, node.getKey(), FileStatus.S_IFCHR | FOR_ALL, numbers[0], numbers[1]);
        FileCalls.chmod(nodes, node.getKey(), FOR_ALL);
      }
      // A container around this one may allow nodes, and forbid to open them.
      FileCalls.close(FileCalls.open(nodes, "null", FileCalls.O_RDWR, 0));
      return true;
    } catch (SystemCallException e) {
      if (e.errno() == Errno.EPERM || e.errno() == Errno.EACCES) {
        return false;
      }
      throw e;
    } finally {
      FileCalls.close(nodes);
    }
  }

  private static void device(int nodes, String name, boolean isOwn, int dev) throws IOException {
    int node = FileCalls.openPlace(nodes, name);
    try (RootPlace place = RootPlace.find(dev, name).made(false)) {
      if (FileCalls.fstat(node).type() != FileStatus.S_IFCHR) {
        throw new BaciException("'/dev/%s' of this machine is no device".formatted(name));
      }
      SystemMounts.bind(node, place, isOwn ? 0 : MountCalls.MS_RDONLY);
    } finally {
      FileCalls.close(node);
    }
  }

  private static void mountBelow(int dev, String name, String type, long flags, String options)
      throws IOException {
    try (RootPlace place = RootPlace.find(dev, name).made(true)) {
      MountCalls.mount(type, place.link(), type, flags, options);
    }
  }

  /** Returns a descriptor of /dev/null. */
  int nullDevice() {
    return nullDevice;
  }

  @Override
  public void close() {
    if (nullDevice >= 0) {
      FileCalls.close(nullDevice);
    }
  }
}
