package io.github.baci.aci.archive;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.Layer;
import io.github.baci.layer.NameBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What decides the bytes of a chunk, one value after the other: texts with their length before
 * them, paths, layers and attributes by what tells them from those before. There are several values
 * for each file of an image, so this is an array and no stream. For one thread.
 */
final class IdentityBytes {
  private static final int LONGEST_NUMBER = 9;
  private static final int LOW_BIT_COUNT = 7;
  private static final long LOW_BITS = 0x7f;

  private ByteBuffer bytes;
  private @Nullable Layer lastLayer;
  private @Nullable Attributes lastAttributes;
  private byte[] lastPath = {};

  /**
   * Begins with nothing.
   *
   * @param expected about how many bytes there will be
   */
  IdentityBytes(int expected) {
    this.bytes = ByteBuffer.allocate(expected);
  }

  void putByte(int value) {
    room(Byte.BYTES).put((byte) value);
  }

  void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  /**
   * Adds a number in as few bytes as it needs: seven bits in each, the lowest first, and the eighth
   * set in all but the last.
   *
   * @param value not negative
   */
  void putNumber(long value) {
    ByteBuffer place = room(LONGEST_NUMBER);
    long left = value;
    while (left > LOW_BITS) {
      place.put((byte) (left | ~LOW_BITS));
      left >>>= LOW_BIT_COUNT;
    }
    place.put((byte) left);
  }

  /** Adds a layer: 1 for the one before, else 0 and the hex digits of its diff ID. */
  void putLayer(Layer layer) {
    if (layer.equals(lastLayer)) {
      putByte(1);
      return;
    }
    lastLayer = layer;
    putByte(0);
    putBytes(layer.diffId().hex().getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds a path: how many bytes it has in common with the one before, and the others. */
  void putPath(String path) {
    byte[] now = NameBytes.encode(path);
    int mismatch = Arrays.mismatch(lastPath, now);
    int common = mismatch < 0 ? now.length : mismatch;
    putNumber(common);
    putNumber(now.length - common);
    room(now.length - common).put(now, common, now.length - common);
    lastPath = now;
  }

  /**
   * Adds attributes: the time, then 1 if all others are those of the ones before and none of them
   * is extended, else 0 and these.
   */
  void putAttributes(Attributes attributes) {
    room(Long.BYTES).putLong(attributes.mtime().seconds());
    putInt(attributes.mtime().nanos());
    Attributes last = lastAttributes;
    lastAttributes = attributes;
    if (last != null
        && last.mode() == attributes.mode()
        && last.uid() == attributes.uid()
        && last.gid() == attributes.gid()
        && last.xattrs().isEmpty()
        && attributes.xattrs().isEmpty()) {
      putByte(1);
      return;
    }
    putByte(0);
    putInt(attributes.mode());
    putInt((int) attributes.uid());
    putInt((int) attributes.gid());
    SortedMap<String, byte[]> xattrs = attributes.xattrs().asMap();
    putNumber(xattrs.size());
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      putText(xattr.getKey());
      putBytes(xattr.getValue());
    }
  }

  /** Adds some bytes, and how many. */
  private void putBytes(byte[] content) {
    putNumber(content.length);
    room(content.length).put(content);
  }

  /** Adds a text, which may be a name that is no valid UTF-8, and how many bytes it has. */
  void putText(String text) {
    putBytes(NameBytes.encode(text));
  }

  /** Returns all that was added so far. */
  ByteBuffer content() {
    return bytes.duplicate().flip();
  }

  private ByteBuffer room(int count) {
    if (bytes.remaining() < count) {
      int needed = Math.addExact(bytes.position(), count);
      ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * bytes.capacity()));
      bytes = larger.put(bytes.flip());
    }
    return bytes;
  }
}
