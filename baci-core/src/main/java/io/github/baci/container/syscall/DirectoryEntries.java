package io.github.baci.container.syscall;

import io.github.baci.layer.NameBytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads directories. */
public final class DirectoryEntries {
  private DirectoryEntries() {}

  /** Returns the names in an open directory, without {@code .} and {@code ..}, in no order. */
  public static List<String> names(int fd) throws SystemCallException {
    List<String> result = new ArrayList<>();
    byte[] block = new byte[32768];
    while (true) {
      int length =
          (int)
              Call.check(
                  Libc.syscall(
                      CallNumber.GETDENTS64.value(),
                      (long) fd,
                      block,
                      (long) block.length,
                      0,
                      0,
                      0),
                  "getdents");
      if (length == 0) {
        return result;
      }
      ByteBuffer entries = ByteBuffer.wrap(block, 0, length).order(ByteOrder.nativeOrder());
      for (int at = 0; at < length; at += entries.getShort(at + 16) & 0xffff) {
        int begin = at + 19;
        int end = begin;
        while (block[end] != 0) {
          end++;
        }
        boolean isSelfOrParent =
            block[begin] == '.'
                && (end - begin == 1 || (end - begin == 2 && block[begin + 1] == '.'));
        if (!isSelfOrParent) {
          result.add(NameBytes.decode(block, begin, end - begin));
        }
      }
    }
  }
}
