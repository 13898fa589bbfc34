package io.github.baci.container.traced;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A thread of a traced process. */
final class Task {
  /** What is done when the call at which the thread stopped has been made. */
  interface Completion {
    /** Hears the result, which is in the registers; may change it there. */
    void completed(Task task);
  }

  /**
   * Root directory, working directory and umask; threads share them, and clones that ask for it.
   */
  static final class Place {
    /** The root as the paths of the guest have it; empty unless the process has changed it. */
    String root = "";

    /** The working directory as the guest's path; null if it has to be asked for. */
    @Nullable GuestDirectory cwd;

    /** When {@link #cwd} was asked for. */
    long cwdVersion;

    int umask = 022;

    Place copy() {
      Place copy = new Place();
      copy.root = root;
      copy.cwd = cwd;
      copy.cwdVersion = cwdVersion;
      copy.umask = umask;
      return copy;
    }
  }

  /** What threads that share their memory have in common. */
  static final class Memory {
    /** The program, as the guest's path. */
    String program = "";

    /** Where the main thread's stack begins, downwards. */
    long stackTop;

    /** Pages that an ended thread has left. */
    final Deque<Long> spare = new ArrayDeque<>();

    Memory copy() {
      Memory copy = new Memory();
      copy.program = program;
      copy.stackTop = stackTop;
      copy.spare.addAll(spare);
      return copy;
    }
  }

  /**
   * A program that a process becomes.
   *
   * @param program as the guest's path
   * @param as who it is executed as
   * @param name what the kernel is to call it, where it would say something else
   */
  record Execution(String program, Credentials as, Optional<String> name) {}

  /** Its number for the tracer, and that of its process. */
  int pid;

  int group;

  /** The same numbers for the guest, which are others in a pid namespace of its own. */
  int number;

  int groupNumber;
  Credentials credentials;
  Place place;
  Memory memory;

  /** Pages of its own that arguments are written to, or 0. */
  long scratch;

  /** How many bytes they have. */
  int scratchSize;

  /** Whether they are those of the thread that waits for this one. */
  boolean borrowsScratch;

  /** Set between a call and its end. */
  @Nullable Completion completion;

  /** The name that the kernel shall give the thread, where it has taken another one; or null. */
  @Nullable String name;

  /** What is being executed, if anything is. */
  @Nullable Execution executing;

  /** Arguments as they were before they were replaced, to be set back after the call. */
  final long[] replaced = new long[6];

  int replacedMask;

  Task(int pid, int group, Credentials credentials, Place place, Memory memory) {
    this.pid = pid;
    this.group = group;
    this.number = pid;
    this.groupNumber = group;
    this.credentials = credentials;
    this.place = place;
    this.memory = memory;
  }
}
