package io.github.baci.api;

/** How an ACI is compressed; all of them are called {@code .aci}. */
public enum AciCompression {
  /** A plain tar. */
  NONE,
  /** gzip, as a series of members. */
  GZIP,
  /** gzip, as one member, for readers that stop after the first one. */
  GZIP_OF_ONE_MEMBER,
  /** bzip2, as a series of streams. */
  BZIP2,
  /** xz, as a series of streams. */
  XZ
}
