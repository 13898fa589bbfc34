package io.github.baci.container.traced;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Memory outside the heap whose address the kernel is given. */
final class NativeBuffer {
  private final Memory memory;
  private final long address;
  private final ByteBuffer bytes;

  NativeBuffer(int size) {
    memory = new Memory(size);
    memory.clear();
    address = Pointer.nativeValue(memory);
    bytes = memory.getByteBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  long address() {
    return address;
  }

  int size() {
    return bytes.capacity();
  }

  long getLong(int at) {
    return bytes.getLong(at);
  }

  void putLong(int at, long value) {
    bytes.putLong(at, value);
  }

  int getInt(int at) {
    return bytes.getInt(at);
  }

  void putInt(int at, int value) {
    bytes.putInt(at, value);
  }

  int getShort(int at) {
    return bytes.getShort(at) & 0xffff;
  }

  void putShort(int at, int value) {
    bytes.putShort(at, (short) value);
  }

  byte getByte(int at) {
    return bytes.get(at);
  }

  void putByte(int at, int value) {
    bytes.put(at, (byte) value);
  }

  byte[] get(int at, int length) {
    byte[] result = new byte[length];
    bytes.get(at, result);
    return result;
  }

  void put(int at, byte[] value) {
    bytes.put(at, value);
  }

  /** Returns bytes as characters of the same numbers, which is how paths are kept. */
  String text(int at, int length) {
    return new String(get(at, length), StandardCharsets.ISO_8859_1);
  }

  /**
   * Writes a text of bytes with a zero at its end.
   *
   * @return the number of bytes with that
   */
  int putText(int at, String text) {
    byte[] value = text.getBytes(StandardCharsets.ISO_8859_1);
    bytes.put(at, value);
    bytes.put(at + value.length, (byte) 0);
    return value.length + 1;
  }

  /** Returns where the next zero byte is from a place on, or -1. */
  int indexOfZero(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes.get(i) == 0) {
        return i;
      }
    }
    return -1;
  }
}
