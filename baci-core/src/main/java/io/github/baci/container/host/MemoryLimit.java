package io.github.baci.container.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How much memory the container that this process is in may use. */
final class MemoryLimit {
  private static final List<String> FILES =
      List.of("sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes");
  private static final long MEBIBYTE = 1 << 20;
  private static final long LARGEST_HEAP = 512;
  private static final long SMALLEST_HEAP = 64;

  private MemoryLimit() {}

  /**
   * Returns how much of the memory, in MiB, may be the heap of the worker, beside Maven and what
   * commands need: a quarter of the limit.
   *
   * @param root where the machine's files are
   */
  static long heap(Path root) {
    for (String name : FILES) {
      try {
        String limit = Files.readString(root.resolve(name)).strip();
        if (!limit.equals("max")) {
          long quarter = Long.parseLong(limit) / 4 / MEBIBYTE;
          return Math.max(SMALLEST_HEAP, Math.min(LARGEST_HEAP, quarter));
        }
      } catch (IOException | NumberFormatException e) {
        // the other version of cgroups, or none
      }
    }
    return LARGEST_HEAP;
  }
}
