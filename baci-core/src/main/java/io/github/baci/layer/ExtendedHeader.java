package io.github.baci.layer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The records of a PAX extended header (POSIX.1-2017, pax, "pax Header Block"), in the order of
 * their keys. Most entries have none, or their time alone, and of many files each has one: so there
 * is no map.
 */
final class ExtendedHeader {
  private static final int ROOM = 4;
  private static final int FRAME = 3; // a blank, an equals sign and a newline
  private static final String[] NO_KEYS = {};
  private static final byte[][] NO_VALUES = {};

  private String[] keys = NO_KEYS;
  private byte[][] values = NO_VALUES;
  private int count;

  boolean isEmpty() {
    return count == 0;
  }

  /** Adds a record; its key must not be there yet. */
  void put(String key, byte[] value) {
    if (count == keys.length) {
      keys = Arrays.copyOf(keys, count + ROOM);
      values = Arrays.copyOf(values, count + ROOM);
    }
    int at = count++;
    while (at > 0 && keys[at - 1].compareTo(key) > 0) {
      keys[at] = keys[at - 1];
      values[at] = values[at - 1];
      at--;
    }
    keys[at] = key;
    values[at] = value;
  }

  /** Returns the length of all records in bytes. */
  int length() {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += length(key(i), values[i]);
    }
    return sum;
  }

  /** Writes all records. */
  void write(byte[] target, int offset) {
    int at = offset;
    for (int i = 0; i < count; i++) {
      byte[] key = key(i);
      byte[] value = values[i];
      int length = length(key, value);
      int digits = digits(length);
      for (int rest = length, digit = at + digits - 1; digit >= at; digit--, rest /= 10) {
        target[digit] = (byte) ('0' + rest % 10);
      }
      int keyAt = at + digits + 1;
      target[keyAt - 1] = ' ';
      System.arraycopy(key, 0, target, keyAt, key.length);
      target[keyAt + key.length] = '=';
      System.arraycopy(value, 0, target, keyAt + key.length + 1, value.length);
      at += length;
      target[at - 1] = '\n';
    }
  }

  private byte[] key(int number) {
    return NameBytes.encode(keys[number]);
  }

  /** The length that a record begins with counts its own digits. */
  private static int length(byte[] key, byte[] value) {
    int rest = key.length + value.length + FRAME;
    int length = rest + digits(rest);
    return digits(length) > digits(rest) ? length + 1 : length;
  }

  private static int digits(int number) {
    int digits = 1;
    for (int rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Returns a time as seconds since the epoch, with as many decimals as it takes. */
  static byte[] decimal(Mtime mtime) {
    boolean negative = mtime.seconds() < 0 && mtime.nanos() != 0;
    long seconds = negative ? -(mtime.seconds() + 1) : mtime.seconds();
    int nanos = negative ? 1_000_000_000 - mtime.nanos() : mtime.nanos();
    byte[] whole =
        ((negative ? "-" : "") + Long.toString(seconds)).getBytes(StandardCharsets.US_ASCII);
    if (nanos == 0) {
      return whole;
    }
    int decimals = 9;
    while (nanos % 10 == 0) {
      nanos /= 10;
      decimals--;
    }
    byte[] all = Arrays.copyOf(whole, whole.length + 1 + decimals);
    all[whole.length] = '.';
    for (int at = all.length - 1; at > whole.length; at--, nanos /= 10) {
      all[at] = (byte) ('0' + nanos % 10);
    }
    return all;
  }
}
