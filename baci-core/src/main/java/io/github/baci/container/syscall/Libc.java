package io.github.baci.container.syscall;

import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * The functions of the C library, as they are. Arguments that are pointers may be given as arrays.
 */
@SuppressWarnings("MemberName")
final class Libc {
  static {
    Native.register(Libc.class, "c");
  }

  private Libc() {}

  static native long syscall(long number, long a, long b, long c, long d, long e, long f);

  static native long syscall(long number, byte[] a, long b, long c, long d, long e, long f);

  static native long syscall(long number, long a, byte[] b, long c, long d, long e, long f);

  static native long syscall(long number, byte[] a, byte[] b, long c, long d, long e, long f);

  static native long syscall(long number, byte[] a, long b, byte[] c, long d, long e, long f);

  static native long syscall(long number, byte[] a, byte[] b, byte[] c, long d, long e, long f);

  static native long syscall(long number, byte[] a, byte[] b, byte[] c, long d, byte[] e, long f);

  static native long syscall(long number, long a, long b, byte[] c, long d, long e, long f);

  static native long syscall(long number, long a, byte[] b, byte[] c, long d, long e, long f);

  static native long syscall(long number, long a, byte[] b, long c, byte[] d, long e, long f);

  static native long syscall(long number, long a, long b, byte[] c, byte[] d, long e, long f);

  static native long syscall(long number, long a, long b, long c, byte[] d, long e, long f);

  static native long syscall(long number, long a, byte[] b, long c, long d, byte[] e, long f);

  static native long syscall(long number, byte[] a, byte[] b, byte[] c, byte[] d, byte[] e, long f);

  static native int posix_spawn(
      Pointer pid,
      Pointer path,
      Pointer actions,
      Pointer attributes,
      Pointer arguments,
      Pointer environment);

  static native int posix_spawn_file_actions_init(Pointer actions);

  static native int posix_spawn_file_actions_destroy(Pointer actions);

  static native int posix_spawn_file_actions_addopen(
      Pointer actions, int fd, byte[] path, int flags, int mode);

  static native int posix_spawn_file_actions_adddup2(Pointer actions, int from, int to);

  static native int posix_spawn_file_actions_addclose(Pointer actions, int fd);

  static native int posix_spawn_file_actions_addchdir_np(Pointer actions, byte[] path);

  static native int posix_spawnattr_init(Pointer attributes);

  static native int posix_spawnattr_destroy(Pointer attributes);

  static native int posix_spawnattr_setflags(Pointer attributes, short flags);

  static native int posix_spawnattr_setsigdefault(Pointer attributes, byte[] signals);

  static native int posix_spawnattr_setsigmask(Pointer attributes, byte[] signals);
}
