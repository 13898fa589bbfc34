package io.github.baci.aci.manifest;

import io.github.baci.aci.types.App;
import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.EventHandler;
import io.github.baci.aci.types.Isolator;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.aci.types.Port;
import io.github.baci.json.JsonTree;
import io.github.baci.json.JsonWriter;
import java.util.List;
import java.util.Map;

/** Writes manifests as JSON: fields in the order of the specification's schema, on one line. */
final class ManifestJson {
  private final JsonWriter json;

  private ManifestJson(JsonWriter json) {
    this.json = json;
  }

  /** Returns a manifest as JSON. */
  static byte[] write(ImageManifest manifest) {
    JsonWriter json = new JsonWriter();
    new ManifestJson(json).manifest(manifest);
    return json.bytes();
  }

  private void manifest(ImageManifest manifest) {
    json.startObject();
    json.field("acKind", "ImageManifest");
    json.field("acVersion", manifest.acVersion());
    json.field("name", manifest.name().value());
    pairs("labels", manifest.labels().values());
    if (manifest.app().isPresent()) {
      app(manifest.app().get());
    }
    pairs("annotations", manifest.annotations().values());
    if (!manifest.dependencies().isEmpty()) {
      json.startArray("dependencies");
      for (Dependency dependency : manifest.dependencies()) {
        dependency(dependency);
      }
      json.endArray();
    }
    if (!manifest.pathWhitelist().isEmpty()) {
      strings("pathWhitelist", manifest.pathWhitelist());
    }
    json.endObject();
  }

  private void app(App app) {
    json.startObject("app");
    strings("exec", app.exec());
    if (!app.eventHandlers().isEmpty()) {
      json.startArray("eventHandlers");
      for (EventHandler handler : app.eventHandlers()) {
        json.startObject();
        json.field("name", handler.event().toString());
        strings("exec", handler.exec());
        json.endObject();
      }
      json.endArray();
    }
    json.field("user", app.user());
    json.field("group", app.group());
    if (!app.supplementaryGids().isEmpty()) {
      json.startArray("supplementaryGIDs");
      for (int gid : app.supplementaryGids()) {
        json.number(gid);
      }
      json.endArray();
    }
    if (!app.workingDirectory().isEmpty()) {
      json.field("workingDirectory", app.workingDirectory());
    }
    pairs("environment", app.environment());
    mountPoints(app.mountPoints());
    ports(app.ports());
    isolators(app.isolators());
    strings("userAnnotations", app.userAnnotations());
    strings("userLabels", app.userLabels());
    json.endObject();
  }

  private void mountPoints(List<MountPoint> mountPoints) {
    if (mountPoints.isEmpty()) {
      return;
    }
    json.startArray("mountPoints");
    for (MountPoint mountPoint : mountPoints) {
      json.startObject();
      json.field("name", mountPoint.name().value());
      json.field("path", mountPoint.path());
      if (mountPoint.readOnly()) {
        json.field("readOnly", true);
      }
      json.endObject();
    }
    json.endArray();
  }

  private void ports(List<Port> ports) {
    if (ports.isEmpty()) {
      return;
    }
    json.startArray("ports");
    for (Port port : ports) {
      json.startObject();
      json.field("name", port.name().value());
      json.field("protocol", port.protocol());
      json.field("port", port.port());
      json.field("count", port.count());
      json.field("socketActivated", port.socketActivated());
      json.endObject();
    }
    json.endArray();
  }

  private void isolators(List<Isolator> isolators) {
    if (isolators.isEmpty()) {
      return;
    }
    json.startArray("isolators");
    for (Isolator isolator : isolators) {
      json.startObject();
      json.field("name", isolator.name().value());
      json.name("value");
      JsonTree.write(isolator.value(), json);
      json.endObject();
    }
    json.endArray();
  }

  private void dependency(Dependency dependency) {
    json.startObject();
    json.field("imageName", dependency.imageName().value());
    if (dependency.imageId().isPresent()) {
      json.field("imageID", dependency.imageId().get().toString());
    }
    pairs("labels", dependency.labels().values());
    if (dependency.size() > 0) {
      json.field("size", dependency.size());
    }
    json.endObject();
  }

  /** Writes a map as a list of objects with name and value; nothing, if it is empty. */
  private void pairs(String field, Map<?, String> values) {
    if (values.isEmpty()) {
      return;
    }
    json.startArray(field);
    for (Map.Entry<?, String> entry : values.entrySet()) {
      json.startObject();
      json.field("name", entry.getKey().toString());
      json.field("value", entry.getValue());
      json.endObject();
    }
    json.endArray();
  }

  /** Writes a map as an object; nothing, if it is empty. */
  private void strings(String field, Map<String, String> values) {
    if (values.isEmpty()) {
      return;
    }
    json.startObject(field);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      json.field(entry.getKey(), entry.getValue());
    }
    json.endObject();
  }

  private void strings(String field, List<String> values) {
    json.startArray(field);
    for (String value : values) {
      json.string(value);
    }
    json.endArray();
  }
}
