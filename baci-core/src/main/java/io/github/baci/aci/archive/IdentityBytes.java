package io.github.baci.aci.archive;

import io.github.baci.layer.Layer;
import io.github.baci.layer.NameBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What decides the bytes of a chunk, one value after the other: numbers big-endian, texts with
 * their length before them. There are several values for each file of an image, so this is an array
 * and no stream. For one thread.
 */
final class IdentityBytes {
  private ByteBuffer bytes;
  private @Nullable Layer lastLayer;
  private byte[] lastDiffId = {};

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

  void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  /** Adds the hex digits of a layer's diff ID, without their number. */
  void putDiffId(Layer layer) {
    if (!layer.equals(lastLayer)) {
      lastLayer = layer;
      lastDiffId = layer.diffId().hex().getBytes(StandardCharsets.US_ASCII);
    }
    room(lastDiffId.length).put(lastDiffId);
  }

  /** Adds some bytes, and how many. */
  void putBytes(byte[] content) {
    putInt(content.length);
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
