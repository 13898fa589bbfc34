package io.github.baci.container.syscall;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads directories. */
public final class DirectoryEntries {
  private DirectoryEntries() {}

  /**
   * Returns the names in an open directory, without {@code .} and {@code ..}, in no order.
   *
   * @throws io.github.baci.api.BaciException if a name is not valid UTF-8
   */
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
          result.add(decode(block, begin, end));
        }
      }
    }
  }

  private static String decode(byte[] block, int begin, int end) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(block, begin, end - begin))
          .toString();
    } catch (CharacterCodingException e) {
      throw new io.github.baci.api.BaciException(
          "the name of a file that the command made is not valid UTF-8: '%s'; rename it"
              .formatted(new String(block, begin, end - begin, StandardCharsets.ISO_8859_1)),
          e);
    }
  }
}
