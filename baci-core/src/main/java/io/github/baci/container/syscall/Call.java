package io.github.baci.container.syscall;

import com.sun.jna.Native;
import io.github.baci.layer.NameBytes;

/** Turns what a system call returned into a value or an exception, and strings into C strings. */
final class Call {
  private Call() {}

  /** Returns the result if it is no error. */
  static long check(long result, String call, Object... arguments) throws SystemCallException {
    if (result == -1) {
      throw failure(Native.getLastError(), call, arguments);
    }
    return result;
  }

  static SystemCallException failure(int errno, String call, Object... arguments) {
    StringBuilder text = new StringBuilder(call);
    for (Object argument : arguments) {
      text.append(' ').append(argument);
    }
    return new SystemCallException(text.toString(), errno);
  }

  /** Returns the bytes of a text or name with a zero byte at its end. */
  static byte[] string(String text) {
    byte[] bytes = NameBytes.encode(text);
    byte[] result = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, result, 0, bytes.length);
    for (byte b : bytes) {
      if (b == 0) {
        throw new IllegalArgumentException("a zero byte in '" + text + "'");
      }
    }
    return result;
  }
}
