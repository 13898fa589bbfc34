package io.github.baci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A tar made by hand, field by field, as other programs may write it. */
final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private @Nullable Block pending;

  /** Begins an entry; the size is set when its content is given. */
  TarBytes header(Consumer<Block> fields) {
    flush();
    Block block = new Block();
    fields.accept(block);
    pending = block;
    return this;
  }

  TarBytes content(String content) {
    requireNonNull(pending).size(content.length());
    return raw(content);
  }

  /** Adds some bytes, filled up to a block. */
  TarBytes raw(String content) {
    flush();
    out.writeBytes(content.getBytes(ISO_8859_1));
    pad();
    return this;
  }

  TarBytes pax(char type, String... records) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String record : records) {
      byte[] bytes = record.getBytes(UTF_8);
      int length = bytes.length + 2;
      while (Integer.toString(length).length() + 1 + bytes.length != length) {
        length++;
      }
      all.writeBytes((length + " ").getBytes(UTF_8));
      all.writeBytes(bytes);
    }
    header(block -> block.name("pax").type(type).size(all.size()));
    return raw(all.toString(ISO_8859_1));
  }

  /** Adds the parts of an old GNU sparse map that have no room in the header. */
  TarBytes sparseBlocks(long... map) {
    flush();
    for (int part = 4; part < map.length / 2; part += 21) {
      byte[] block = new byte[512];
      int last = Math.min(part + 21, map.length / 2);
      for (int i = part; i < last; i++) {
        octal(block, 24 * (i - part), 12, map[2 * i]);
        octal(block, 24 * (i - part) + 12, 12, map[2 * i + 1]);
      }
      block[504] = (byte) (last < map.length / 2 ? 1 : 0);
      out.writeBytes(block);
    }
    return this;
  }

  byte[] bytes() {
    flush();
    return out.toByteArray();
  }

  byte[] end() {
    flush();
    return Arrays.copyOf(out.toByteArray(), out.size() + 1024);
  }

  private void flush() {
    if (pending != null) {
      out.writeBytes(pending.finish());
      pending = null;
    }
  }

  private void pad() {
    out.writeBytes(new byte[TarBlock.padding(out.size())]);
  }

  private static void octal(byte[] block, int offset, int length, long value) {
    byte[] digits = Long.toOctalString(value).getBytes(UTF_8);
    Arrays.fill(block, offset, offset + length - 1, (byte) '0');
    System.arraycopy(digits, 0, block, offset + length - 1 - digits.length, digits.length);
  }

  /** A header block. */
  static final class Block {
    private final byte[] bytes = new byte[512];

    Block() {
      text(257, "ustar\00000");
      mode(0644).owner(0, 0).mtime(0).size(0).type('0');
    }

    private Block text(int offset, String text) {
      byte[] value = text.getBytes(UTF_8);
      System.arraycopy(value, 0, bytes, offset, value.length);
      return this;
    }

    Block name(String name) {
      return text(0, name);
    }

    Block rawName(String name) {
      byte[] value = name.getBytes(ISO_8859_1);
      System.arraycopy(value, 0, bytes, 0, value.length);
      return this;
    }

    Block prefix(String prefix) {
      return text(345, prefix);
    }

    Block link(String target) {
      return text(157, target);
    }

    Block type(char type) {
      bytes[156] = (byte) type;
      return this;
    }

    Block mode(int mode) {
      octal(bytes, 100, 8, mode);
      return this;
    }

    Block owner(int uid, int gid) {
      octal(bytes, 108, 8, uid);
      octal(bytes, 116, 8, gid);
      return this;
    }

    Block binaryOwner(long uid) {
      for (int i = 0; i < 8; i++) {
        bytes[108 + i] = (byte) (uid >>> (56 - 8 * i));
      }
      bytes[108] |= (byte) 0x80;
      return this;
    }

    Block size(long size) {
      octal(bytes, 124, 12, size);
      return this;
    }

    Block mtime(long seconds) {
      octal(bytes, 136, 12, seconds);
      return this;
    }

    Block device(int major, int minor) {
      octal(bytes, 329, 8, major);
      octal(bytes, 337, 8, minor);
      return this;
    }

    Block v7() {
      Arrays.fill(bytes, 257, 512, (byte) 0);
      return this;
    }

    Block gnu() {
      return text(257, "ustar  \0");
    }

    /** Puts as much of an old GNU sparse map into the header as there is room for. */
    Block sparse(long realSize, long... map) {
      for (int i = 0; i < Math.min(4, map.length / 2); i++) {
        octal(bytes, 386 + 24 * i, 12, map[2 * i]);
        octal(bytes, 386 + 24 * i + 12, 12, map[2 * i + 1]);
      }
      bytes[482] = (byte) (map.length > 8 ? 1 : 0);
      octal(bytes, 483, 12, realSize);
      return this;
    }

    byte[] finish() {
      Arrays.fill(bytes, 148, 156, (byte) ' ');
      int sum = 0;
      for (byte b : bytes) {
        sum += b & 0xff;
      }
      octal(bytes, 148, 7, sum);
      return bytes;
    }
  }
}
