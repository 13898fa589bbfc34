package io.github.baci.compress;

/** How a stream is compressed, as its first bytes tell. */
public enum Compression {
  /** Not at all, or in a way that is not known. */
  NONE,
  /** gzip (RFC 1952), of one or more members. */
  GZIP,
  /** bzip2, of one or more streams. */
  BZIP2,
  /** xz, of one or more streams. */
  XZ,
  /** Zstandard (RFC 8878), of one or more frames. */
  ZSTD;

  /** How many bytes {@link #detect} looks at, at most. */
  public static final int MAGIC_LENGTH = 6;

  private static final int[] GZIP_MAGIC = {0x1f, 0x8b, 0x08};
  private static final int[] BZIP2_MAGIC = {'B', 'Z', 'h'};
  private static final int[] XZ_MAGIC = {0xfd, '7', 'z', 'X', 'Z', 0};
  private static final int[] ZSTD_MAGIC = {0x28, 0xb5, 0x2f, 0xfd};
  private static final int[] ZSTD_SKIPPABLE_MAGIC = {0x2a, 0x4d, 0x18};

  /**
   * Tells the compression of a stream.
   *
   * @param head its first bytes
   * @param length how many there are
   */
  public static Compression detect(byte[] head, int length) {
    if (matches(head, 0, length, GZIP_MAGIC)) {
      return GZIP;
    } else if (matches(head, 0, length, BZIP2_MAGIC)) {
      return BZIP2;
    } else if (matches(head, 0, length, XZ_MAGIC)) {
      return XZ;
    } else if (matches(head, 0, length, ZSTD_MAGIC)) {
      return ZSTD;
    }
    // Skippable frames have sixteen magic numbers, of which the first byte counts.
    boolean skippable =
        length > 0 && (head[0] & 0xf0) == 0x50 && matches(head, 1, length, ZSTD_SKIPPABLE_MAGIC);
    return skippable ? ZSTD : NONE;
  }

  private static boolean matches(byte[] head, int offset, int length, int[] magic) {
    if (length < offset + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[offset + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
