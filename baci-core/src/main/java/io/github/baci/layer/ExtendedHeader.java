package io.github.baci.layer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The records of a PAX extended header (POSIX.1-2017, pax, "pax Header Block"), in the order of
 * their keys. Most entries have none, or their time alone, and of many files each has one: so there
 * is no map, and the object is used again for the next entry. For one thread.
 */
final class ExtendedHeader {
  private static final int ROOM = 4;
  private static final int FRAME = 3; // a blank, an equals sign and a newline
  private static final String TIME = "mtime";
  private static final byte[] TIME_KEY = TIME.getBytes(StandardCharsets.US_ASCII);
  private static final int NANOS_DIGITS = 9;

  private String[] names = new String[ROOM];
  private byte[][] keys = new byte[ROOM][];
  private byte[][] values = new byte[ROOM][];
  private int count;

  /** Removes all records. */
  void clear() {
    count = 0;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** Adds a record; its key must not be there yet. */
  void put(String key, byte[] value) {
    put(key, NameBytes.encode(key), value);
  }

  /** Adds the record of the time of the last modification. */
  void putTime(Mtime mtime) {
    put(TIME, TIME_KEY, decimal(mtime));
  }

  private void put(String name, byte[] key, byte[] value) {
    if (count == names.length) {
      names = Arrays.copyOf(names, count + ROOM);
      keys = Arrays.copyOf(keys, count + ROOM);
      values = Arrays.copyOf(values, count + ROOM);
    }
    int at = count++;
    while (at > 0 && names[at - 1].compareTo(name) > 0) {
      names[at] = names[at - 1];
      keys[at] = keys[at - 1];
      values[at] = values[at - 1];
      at--;
    }
    names[at] = name;
    keys[at] = key;
    values[at] = value;
  }

  /** Returns the length of all records in bytes. */
  int length() {
    int sum = 0;
    for (int i = 0; i < count; i++) {
      sum += length(keys[i], values[i]);
    }
    return sum;
  }

  /** Writes all records. */
  void write(byte[] target, int offset) {
    int at = offset;
    for (int i = 0; i < count; i++) {
      byte[] key = keys[i];
      byte[] value = values[i];
      int length = length(key, value);
      int digits = digits(length);
      putDecimal(target, at, at + digits, length);
      int keyAt = at + digits + 1;
      target[keyAt - 1] = ' ';
      System.arraycopy(key, 0, target, keyAt, key.length);
      target[keyAt + key.length] = '=';
      System.arraycopy(value, 0, target, keyAt + key.length + 1, value.length);
      at += length;
      target[at - 1] = '\n';
    }
  }

  /** The length that a record begins with counts its own digits. */
  private static int length(byte[] key, byte[] value) {
    int rest = key.length + value.length + FRAME;
    int length = rest + digits(rest);
    return digits(length) > digits(rest) ? length + 1 : length;
  }

  private static int digits(long number) {
    int digits = 1;
    for (long rest = number / 10; rest > 0; rest /= 10) {
      digits++;
    }
    return digits;
  }

  /** Returns a time as seconds since the epoch, with as many decimals as it takes. */
  static byte[] decimal(Mtime mtime) {
    boolean negative = mtime.seconds() < 0 && mtime.nanos() != 0;
    long seconds = negative ? -(mtime.seconds() + 1) : mtime.seconds();
    int nanos = negative ? 1_000_000_000 - mtime.nanos() : mtime.nanos();
    int decimals = nanos == 0 ? 0 : NANOS_DIGITS;
    while (decimals > 0 && nanos % 10 == 0) {
      nanos /= 10;
      decimals--;
    }
    if (seconds < 0) { // and no fraction
      return Long.toString(seconds).getBytes(StandardCharsets.US_ASCII);
    }
    int sign = negative ? 1 : 0;
    int whole = sign + digits(seconds);
    byte[] all = new byte[decimals == 0 ? whole : whole + 1 + decimals];
    putDecimal(all, sign, whole, seconds);
    if (negative) {
      all[0] = '-';
    }
    if (decimals > 0) {
      all[whole] = '.';
      putDecimal(all, whole + 1, all.length, nanos);
    }
    return all;
  }

  /** Writes a number from {@code begin} to {@code end}, with zeros before it. */
  private static void putDecimal(byte[] target, int begin, int end, long number) {
    long rest = number;
    for (int at = end - 1; at >= begin; at--, rest /= 10) {
      target[at] = (byte) ('0' + rest % 10);
    }
  }
}
