package io.github.baci.api;

import io.github.baci.compress.ChunkCodec;
import io.github.baci.oci.MediaTypes;

/** How layers are compressed that did not come compressed from a base image. */
public enum LayerCompression {
  /** gzip, which every runtime and registry takes. */
  GZIP(MediaTypes.OCI_LAYER_GZIP),
  /** zstd (RFC 8878), smaller and faster; Docker takes it from version 23 on. */
  ZSTD(MediaTypes.OCI_LAYER_ZSTD);

  private final String mediaType;

  LayerCompression(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Returns the media type of a layer that is compressed so. */
  public String mediaType() {
    return mediaType;
  }

  /** Returns a new codec of this compression. */
  public ChunkCodec newCodec() {
    return switch (this) {
      case GZIP -> ChunkCodec.gzip();
      case ZSTD -> ChunkCodec.zstd();
    };
  }
}
