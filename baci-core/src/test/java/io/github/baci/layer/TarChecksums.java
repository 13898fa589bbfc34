package io.github.baci.layer;

import java.util.Arrays;

/** Makes the headers of a mutated tar right again, so that more than checksums is tested. */
public final class TarChecksums {
  private static final int CHECKSUM = 148;

  private TarChecksums() {}

  /** Returns the bytes with a right checksum in each block that has ustar's or GNU's magic. */
  public static byte[] repaired(byte[] bytes) {
    byte[] tar = bytes.clone();
    for (int block = 0; block + TarBlock.SIZE <= tar.length; block += TarBlock.SIZE) {
      if (tar[block + 257] == 'u' && tar[block + 258] == 's' && tar[block + 259] == 't') {
        Arrays.fill(tar, block + CHECKSUM, block + CHECKSUM + 8, (byte) ' ');
        int sum = 0;
        for (int i = block; i < block + TarBlock.SIZE; i++) {
          sum += tar[i] & 0xff;
        }
        for (int i = 5; i >= 0; i--) {
          tar[block + CHECKSUM + i] = (byte) ('0' + (sum & 7));
          sum >>= 3;
        }
      }
    }
    return tar;
  }
}
