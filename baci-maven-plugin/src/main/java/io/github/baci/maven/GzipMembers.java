package io.github.baci.maven;

import io.github.baci.api.AciCompression;
import io.github.baci.api.BaciException;
import java.util.List;

/** Of how many gzip members an ACI consists. */
enum GzipMembers {
  /** One for each chunk. */
  MANY,
  /** One, for readers that stop after the first one. */
  ONE;

  /** What {@code compression} can name: how many members gzip has is said by another parameter. */
  private static final List<AciCompression> NAMED =
      List.of(AciCompression.NONE, AciCompression.GZIP, AciCompression.BZIP2, AciCompression.XZ);

  /**
   * Reads how an ACI is compressed.
   *
   * @param compression the parameter {@code compression}
   * @param members the parameter {@code gzipMembers}
   * @throws BaciException if a word is not known, or one member is wanted of another compression
   */
  static AciCompression compression(String compression, String members) {
    boolean isOne = EnumParameter.of(GzipMembers.class, members, "baci.gzipMembers") == ONE;
    AciCompression wanted = EnumParameter.of(NAMED, compression, "baci.compression");
    if (!isOne) {
      return wanted;
    }
    if (wanted != AciCompression.GZIP) {
      throw new BaciException(
          "baci.gzipMembers=one is for baci.compression=gzip, and not for '%s': leave one of them out"
              .formatted(compression));
    }
    return AciCompression.GZIP_OF_ONE_MEMBER;
  }
}
