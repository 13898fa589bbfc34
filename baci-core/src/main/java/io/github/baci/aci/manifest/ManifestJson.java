package io.github.baci.aci.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.EventHandler;
import io.github.baci.aci.types.Isolator;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.aci.types.Port;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes manifests as JSON: fields in the order of the specification's schema, on one line. */
final class ManifestJson {
  private final JsonGenerator json;

  private ManifestJson(JsonGenerator json) {
    this.json = json;
  }

  /** Returns a manifest as JSON. */
  static byte[] write(ImageManifest manifest) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
      new ManifestJson(json).manifest(manifest);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void manifest(ImageManifest manifest) throws IOException {
    json.writeStartObject();
    json.writeStringField("acKind", "ImageManifest");
    json.writeStringField("acVersion", manifest.acVersion());
    json.writeStringField("name", manifest.name().value());
    pairs("labels", manifest.labels().values());
    if (manifest.app().isPresent()) {
      app(manifest.app().get());
    }
    pairs("annotations", manifest.annotations().values());
    if (!manifest.dependencies().isEmpty()) {
      json.writeArrayFieldStart("dependencies");
      for (Dependency dependency : manifest.dependencies()) {
        dependency(dependency);
      }
      json.writeEndArray();
    }
    if (!manifest.pathWhitelist().isEmpty()) {
      strings("pathWhitelist", manifest.pathWhitelist());
    }
    json.writeEndObject();
  }

  private void app(App app) throws IOException {
    json.writeObjectFieldStart("app");
    strings("exec", app.exec());
    if (!app.eventHandlers().isEmpty()) {
      json.writeArrayFieldStart("eventHandlers");
      for (EventHandler handler : app.eventHandlers()) {
        json.writeStartObject();
        json.writeStringField("name", handler.event().toString());
        strings("exec", handler.exec());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeStringField("user", app.user());
    json.writeStringField("group", app.group());
    if (!app.supplementaryGids().isEmpty()) {
      json.writeArrayFieldStart("supplementaryGIDs");
      for (int gid : app.supplementaryGids()) {
        json.writeNumber(gid);
      }
      json.writeEndArray();
    }
    if (!app.workingDirectory().isEmpty()) {
      json.writeStringField("workingDirectory", app.workingDirectory());
    }
    pairs("environment", app.environment());
    mountPoints(app.mountPoints());
    ports(app.ports());
    isolators(app.isolators());
    strings("userAnnotations", app.userAnnotations());
    strings("userLabels", app.userLabels());
    json.writeEndObject();
  }

  private void mountPoints(List<MountPoint> mountPoints) throws IOException {
    if (mountPoints.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("mountPoints");
    for (MountPoint mountPoint : mountPoints) {
      json.writeStartObject();
      json.writeStringField("name", mountPoint.name().value());
      json.writeStringField("path", mountPoint.path());
      if (mountPoint.readOnly()) {
        json.writeBooleanField("readOnly", true);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void ports(List<Port> ports) throws IOException {
    if (ports.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("ports");
    for (Port port : ports) {
      json.writeStartObject();
      json.writeStringField("name", port.name().value());
      json.writeStringField("protocol", port.protocol());
      json.writeNumberField("port", port.port());
      json.writeNumberField("count", port.count());
      json.writeBooleanField("socketActivated", port.socketActivated());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void isolators(List<Isolator> isolators) throws IOException {
    if (isolators.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("isolators");
    for (Isolator isolator : isolators) {
      json.writeStartObject();
      json.writeStringField("name", isolator.name().value());
      json.writeFieldName("value");
      JsonText.write(isolator.value(), json);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void dependency(Dependency dependency) throws IOException {
    json.writeStartObject();
    json.writeStringField("imageName", dependency.imageName().value());
    if (dependency.imageId().isPresent()) {
      json.writeStringField("imageID", dependency.imageId().get().toString());
    }
    pairs("labels", dependency.labels().values());
    if (dependency.size() > 0) {
      json.writeNumberField("size", dependency.size());
    }
    json.writeEndObject();
  }

  /** Writes a map as a list of objects with name and value; nothing, if it is empty. */
  private void pairs(String field, Map<?, String> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart(field);
    for (Map.Entry<?, String> entry : values.entrySet()) {
      json.writeStartObject();
      json.writeStringField("name", entry.getKey().toString());
      json.writeStringField("value", entry.getValue());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes a map as an object; nothing, if it is empty. */
  private void strings(String field, Map<String, String> values) throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      json.writeStringField(entry.getKey(), entry.getValue());
    }
    json.writeEndObject();
  }

  private void strings(String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
