package io.github.baci.container.syscall;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Starts one program by {@code posix_spawn}, from the calling thread and so with that thread's
 * namespaces, root and credentials. The program begins a session of its own, with all signals at
 * their defaults and none blocked, and inherits only the descriptors 0, 1 and 2.
 */
public final class Spawn implements AutoCloseable {
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;
  private static final int STRUCT_SIZE = 1024; // more than any C library's structures take
  private static final int SIGNAL_SET_SIZE = 128;
  private static final int SPARE_DESCRIPTORS = 1024; // for what other threads open meanwhile

  private final Memory actions = new Memory(STRUCT_SIZE);
  private final Memory attributes = new Memory(STRUCT_SIZE);
  private final Memory path;
  private final Memory arguments;
  private final Memory environment;

  /**
   * Prepares to start a program.
   *
   * @param path the program, found from the root that the thread has when it is executed
   * @param environment the whole environment, as {@code NAME=value}
   */
  public Spawn(String path, List<String> arguments, Collection<String> environment) {
    this.path = memory(Call.string(path));
    this.arguments = strings(arguments);
    this.environment = strings(environment);
    check(Libc.posix_spawn_file_actions_init(actions));
    check(Libc.posix_spawnattr_init(attributes));
    byte[] allSignals = new byte[SIGNAL_SET_SIZE];
    Arrays.fill(allSignals, (byte) 0xff);
    check(Libc.posix_spawnattr_setsigdefault(attributes, allSignals));
    check(Libc.posix_spawnattr_setsigmask(attributes, new byte[SIGNAL_SET_SIZE]));
    check(Libc.posix_spawnattr_setflags(attributes, (short) (SETSIGDEF | SETSIGMASK | SETSID)));
  }

  /**
   * Opens a file before the program starts, in the order of the calls. May wait, as for a pipe.
   *
   * @throws SystemCallException if this process may not have so many descriptors
   */
  public void open(int fd, String file, int flags) throws SystemCallException {
    int error = Libc.posix_spawn_file_actions_addopen(actions, fd, Call.string(file), flags, 0);
    if (error == Errno.EBADF) {
      throw Call.failure(Errno.EMFILE, "open", file); // the limit is looked at beforehand
    }
    check(error);
  }

  /** Makes a descriptor the same as another one. */
  public void duplicate(int from, int to) {
    check(Libc.posix_spawn_file_actions_adddup2(actions, from, to));
  }

  /** Closes a descriptor. */
  public void close(int fd) {
    check(Libc.posix_spawn_file_actions_addclose(actions, fd));
  }

  /** Changes the working directory. */
  public void changeDirectory(String directory) {
    check(Libc.posix_spawn_file_actions_addchdir_np(actions, Call.string(directory)));
  }

  /** Closes all descriptors from 3 on. */
  public void closeOthers() {
    closeFrom(3);
  }

  /** Closes all descriptors from a number on. */
  public void closeFrom(int first) {
    try {
      // since glibc 2.34
      int result =
          NativeLibrary.getInstance("c")
              .getFunction("posix_spawn_file_actions_addclosefrom_np")
              .invokeInt(new Object[] {actions, first});
      check(result);
    } catch (UnsatisfiedLinkError e) {
      int end = highestInUse() + SPARE_DESCRIPTORS;
      for (int fd = first; fd < end; fd++) {
        close(fd);
      }
    }
  }

  private static int highestInUse() {
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      int highest = 0;
      for (Path fd : open) {
        highest = Math.max(highest, Integer.parseInt(fd.getFileName().toString()));
      }
      return highest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the program; waits until it is executed, and so until all files are open.
   *
   * @return its process ID
   */
  public int start() throws SystemCallException {
    try (Memory pid = new Memory(4)) {
      int error = Libc.posix_spawn(pid, path, actions, attributes, arguments, environment);
      if (error != 0) {
        throw Call.failure(error, "exec", path.getString(0, "UTF-8"));
      }
      return pid.getInt(0);
    }
  }

  /**
   * Lets a program that {@link #start} is just starting in another thread not be executed: the
   * system shares the memory of its path until then.
   */
  public void forbid() {
    path.setByte(0, (byte) 0);
  }

  @Override
  public void close() {
    Libc.posix_spawn_file_actions_destroy(actions);
    Libc.posix_spawnattr_destroy(attributes);
    actions.close();
    attributes.close();
    path.close();
    arguments.close();
    environment.close();
  }

  private static void check(int error) {
    if (error != 0) {
      throw new IllegalStateException("posix_spawn's actions: " + Errno.describe(error));
    }
  }

  private static Memory memory(byte[] bytes) {
    Memory memory = new Memory(bytes.length);
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  /** Lays out an array of pointers that a null ends, with the strings behind it. */
  static Memory strings(Collection<String> texts) {
    List<byte[]> strings = texts.stream().map(Call::string).toList();
    long table = (long) Native.POINTER_SIZE * (strings.size() + 1);
    Memory memory = new Memory(table + strings.stream().mapToLong(bytes -> bytes.length).sum());
    long at = table;
    for (int i = 0; i < strings.size(); i++) {
      byte[] bytes = strings.get(i);
      memory.write(at, bytes, 0, bytes.length);
      memory.setPointer((long) i * Native.POINTER_SIZE, memory.share(at));
      at += bytes.length;
    }
    memory.setPointer((long) strings.size() * Native.POINTER_SIZE, Pointer.NULL);
    return memory;
  }
}
