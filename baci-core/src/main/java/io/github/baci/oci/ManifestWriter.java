package io.github.baci.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.baci.api.Platform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes image manifests and indexes as OCI defines them (OCI image specification 1.1). The same
 * input gives the same bytes, in UTF-8 and without white space.
 */
public final class ManifestWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ManifestWriter() {}

  /**
   * Returns an image manifest.
   *
   * @param config the descriptor of the config
   * @param layers the descriptors of the layers, the lowest first
   */
  public static byte[] image(
      Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
    return write(
        json -> {
          json.writeStringField("mediaType", MediaTypes.OCI_MANIFEST);
          json.writeFieldName("config");
          descriptor(json, config);
          descriptors(json, "layers", layers);
          annotations(json, annotations);
        });
  }

  /** Returns an index. */
  public static byte[] index(List<Descriptor> manifests) {
    return write(
        json -> {
          json.writeStringField("mediaType", MediaTypes.OCI_INDEX);
          descriptors(json, "manifests", manifests);
        });
  }

  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private static byte[] write(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("schemaVersion", 2);
      fields.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void descriptors(JsonGenerator json, String field, List<Descriptor> descriptors)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (Descriptor descriptor : descriptors) {
      descriptor(json, descriptor);
    }
    json.writeEndArray();
  }

  private static void descriptor(JsonGenerator json, Descriptor descriptor) throws IOException {
    json.writeStartObject();
    json.writeStringField("mediaType", descriptor.mediaType());
    json.writeStringField("digest", descriptor.digest().toString());
    json.writeNumberField("size", descriptor.size());
    if (!descriptor.urls().isEmpty()) {
      json.writeArrayFieldStart("urls");
      for (String url : descriptor.urls()) {
        json.writeString(url);
      }
      json.writeEndArray();
    }
    if (descriptor.platform().isPresent()) {
      Platform platform = descriptor.platform().get();
      json.writeObjectFieldStart("platform");
      json.writeStringField("architecture", platform.architecture());
      json.writeStringField("os", platform.os());
      if (platform.variant().isPresent()) {
        json.writeStringField("variant", platform.variant().get());
      }
      json.writeEndObject();
    }
    annotations(json, descriptor.annotations());
    json.writeEndObject();
  }

  private static void annotations(JsonGenerator json, Map<String, String> annotations)
      throws IOException {
    if (annotations.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart("annotations");
    for (Map.Entry<String, String> annotation : new TreeMap<>(annotations).entrySet()) {
      json.writeStringField(annotation.getKey(), annotation.getValue());
    }
    json.writeEndObject();
  }
}
