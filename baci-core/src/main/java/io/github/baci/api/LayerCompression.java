package io.github.baci.api;

/** How layers are compressed that did not come compressed from a base image. */
public enum LayerCompression {
  /** gzip, which every runtime and registry takes. */
  GZIP,
  /** zstd (RFC 8878), smaller and faster; Docker takes it from version 23 on. */
  ZSTD
}
