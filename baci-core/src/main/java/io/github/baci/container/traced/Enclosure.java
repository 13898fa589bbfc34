package io.github.baci.container.traced;

import java.io.IOException;
import java.util.List;

/**
 * What holds a command that is traced, and its tracer: where there is one, tracing gives the
 * command its owners, and the kernel keeps its paths in. All is called by the thread that traces.
 */
public interface Enclosure {
  /** Nothing: paths are led into the guest's root by the tracer alone. */
  Enclosure NONE = new Enclosure() {};

  /**
   * Gives the thread what the first process shall begin with.
   *
   * @return a descriptor of the null device that the command gets where it has no input; -1 for the
   *     machine's
   */
  default int prepare() throws IOException {
    return -1;
  }

  /**
   * Changes the root of the thread and of the first process, which is stopped. From here on, paths
   * on this machine are the guest's.
   */
  default void enter() throws IOException {}

  /**
   * Returns a descriptor of a /proc in which processes have the numbers that the thread knows; -1
   * if the guest knows them by the same.
   */
  default int proc() {
    return -1;
  }

  /** Returns whether the command begins with rights that have to be taken away from it. */
  default boolean hasRights() {
    return false;
  }

  /** Returns filters of system calls that the command is put under beside the tracer's. */
  default List<byte[]> filters() {
    return List.of();
  }

  /** Gives up all rights of the thread, when the first process has none any more. */
  default void giveUpRights() throws IOException {}

  /** Frees what it has opened, when all has ended or could not begin. */
  default void close() {}
}
