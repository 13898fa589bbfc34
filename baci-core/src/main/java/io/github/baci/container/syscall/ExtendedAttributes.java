package io.github.baci.container.syscall;

import com.sun.jna.Native;
import io.github.baci.layer.NameBytes;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** The extended attributes of files. Links are not followed. */
public final class ExtendedAttributes {
  private static final int LARGEST = 65536; // XATTR_SIZE_MAX and XATTR_LIST_MAX
  private static final int COMMON = 512; // what nearly all fit into

  private ExtendedAttributes() {}

  /** Sets an attribute. */
  public static void set(String path, String name, byte[] value) throws SystemCallException {
    try (DeepPath at = DeepPath.of(FileCalls.CWD, path)) {
      Call.check(
          Libc.syscall(
              CallNumber.LSETXATTR.value(),
              Call.string(at.absolute()),
              Call.string(name),
              value,
              (long) value.length,
              0L,
              0L),
          "setxattr",
          name,
          path);
    }
  }

  /** Removes an attribute, if the file has it and its file system knows it. */
  public static void remove(String path, String name) throws SystemCallException {
    long result =
        Libc.syscall(
            CallNumber.LREMOVEXATTR.value(), Call.string(path), Call.string(name), 0L, 0L, 0L, 0L);
    if (result < 0) {
      int errno = Native.getLastError();
      if (errno != Errno.ENODATA && errno != Errno.EOPNOTSUPP) {
        throw Call.failure(errno, "removexattr", name, path);
      }
    }
  }

  /** Returns all attributes that the process may see; none where the file system has none. */
  public static Map<String, byte[]> all(String path) throws SystemCallException {
    try (DeepPath at = DeepPath.of(FileCalls.CWD, path)) {
      return all(path, Call.string(at.absolute()));
    }
  }

  private static Map<String, byte[]> all(String path, byte[] cpath) throws SystemCallException {
    byte[] names = new byte[COMMON];
    long length =
        Libc.syscall(CallNumber.LLISTXATTR.value(), cpath, names, (long) names.length, 0L, 0L, 0L);
    if (length < 0 && Native.getLastError() == Errno.ERANGE) {
      names = new byte[LARGEST];
      length =
          Libc.syscall(
              CallNumber.LLISTXATTR.value(), cpath, names, (long) names.length, 0L, 0L, 0L);
    }
    if (length < 0) {
      int errno = Native.getLastError();
      if (errno == Errno.EOPNOTSUPP) {
        return Collections.emptyMap();
      }
      throw Call.failure(errno, "listxattr", path);
    }
    if (length == 0) {
      return Collections.emptyMap();
    }
    Map<String, byte[]> result = new TreeMap<>();
    String list = NameBytes.decode(names, 0, (int) length);
    for (String name : list.split("\0", 0)) {
      byte[] value = new byte[COMMON];
      long size = get(cpath, name, value);
      if (size < 0 && Native.getLastError() == Errno.ERANGE) {
        value = new byte[LARGEST];
        size = get(cpath, name, value);
      }
      if (size >= 0) {
        result.put(name, Arrays.copyOf(value, (int) size));
      } else if (Native.getLastError() != Errno.ENODATA) {
        throw Call.failure(Native.getLastError(), "getxattr", name, path);
      }
    }
    return result;
  }

  private static long get(byte[] cpath, String name, byte[] value) {
    return Libc.syscall(
        CallNumber.LGETXATTR.value(), cpath, Call.string(name), value, (long) value.length, 0L, 0L);
  }
}
