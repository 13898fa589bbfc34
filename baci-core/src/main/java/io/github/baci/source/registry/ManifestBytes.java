package io.github.baci.source.registry;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.cloud.tools.jib.image.json.ManifestTemplate;
import java.nio.charset.StandardCharsets;

/**
 * Hands a manifest to jib-core byte for byte. jib-core writes what it pushes with Jackson, out of
 * objects; this one is written as the text that it holds, because a digest is of bytes.
 */
final class ManifestBytes implements ManifestTemplate {
  private final byte[] bytes;
  private final String mediaType;

  ManifestBytes(byte[] bytes, String mediaType) {
    this.bytes = bytes;
    this.mediaType = mediaType;
  }

  @JsonValue
  @JsonRawValue
  String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @JsonIgnore
  @Override
  public int getSchemaVersion() {
    return 2;
  }

  @JsonIgnore
  @Override
  public String getManifestMediaType() {
    return mediaType;
  }
}
