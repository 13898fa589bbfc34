package io.github.baci.aci.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.aci.types.AcName;
import io.github.baci.aci.types.Annotations;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.EventHandler;
import io.github.baci.aci.types.Isolator;
import io.github.baci.aci.types.Labels;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.aci.types.Port;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import io.github.baci.json.JsonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads manifests from JSON; messages name the field. */
final class ManifestReader {
  private final String origin;

  /** Makes a reader whose messages name where the manifest is from. */
  ManifestReader(String origin) {
    this.origin = origin;
  }

  /** Reads a manifest. */
  ImageManifest read(byte[] json) {
    JsonNode root;
    try {
      root = JsonTree.readStrictly(json);
    } catch (JsonProcessingException e) {
      throw new BaciException(
          "the manifest of %s is not JSON: %s (line %d, column %d)"
              .formatted(
                  origin,
                  e.getOriginalMessage(),
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr()),
          e);
    } catch (IOException e) {
      throw new BaciException("the manifest of %s is not JSON: %s".formatted(origin, e), e);
    }
    try {
      return manifest(root);
    } catch (BaciException e) {
      throw new BaciException(
          "the manifest of %s is not valid: %s".formatted(origin, e.getMessage()), e);
    }
  }

  private static ImageManifest manifest(JsonNode root) {
    if (!root.isObject()) {
      throw new BaciException("it must be a JSON object");
    }
    String kind = required(root, "acKind", "acKind");
    if (!kind.equals("ImageManifest")) {
      throw new BaciException("acKind is '%s' and must be 'ImageManifest'".formatted(kind));
    }
    return new ImageManifest(
        required(root, "acVersion", "acVersion"),
        new AcIdentifier(required(root, "name", "name")),
        labels(root, "labels"),
        isAbsent(root.path("app"))
            ? Optional.empty()
            : Optional.of(app(object(root.path("app"), "app"))),
        annotations(root),
        list(root, "dependencies", "dependencies", ManifestReader::dependency),
        list(root, "pathWhitelist", "pathWhitelist", ManifestReader::text));
  }

  private static App app(JsonNode app) {
    return new App(
        new App.Commands(
            list(app, "exec", "app.exec", ManifestReader::text),
            list(
                app,
                "eventHandlers",
                "app.eventHandlers",
                (node, path) ->
                    new EventHandler(
                        EventHandler.Event.parse(required(node, "name", path + ".name")),
                        list(node, "exec", path + ".exec", ManifestReader::text)))),
        new App.Identity(
            required(app, "user", "app.user"),
            required(app, "group", "app.group"),
            list(
                app,
                "supplementaryGIDs",
                "app.supplementaryGIDs",
                (node, path) -> (int) number(node, path, Integer.MAX_VALUE))),
        optional(app, "workingDirectory", "app.workingDirectory"),
        pairs(app, "environment", "app.environment", "environment variable"),
        list(app, "mountPoints", "app.mountPoints", ManifestReader::mountPoint),
        list(app, "ports", "app.ports", ManifestReader::port),
        list(
            app,
            "isolators",
            "app.isolators",
            (node, path) ->
                new Isolator(
                    new AcIdentifier(required(node, "name", path + ".name")), node.path("value"))),
        new App.Notes(
            strings(app, "userAnnotations", "app.userAnnotations"),
            strings(app, "userLabels", "app.userLabels")));
  }

  private static MountPoint mountPoint(JsonNode node, String path) {
    return new MountPoint(
        new AcName(required(node, "name", path + ".name")),
        required(node, "path", path + ".path"),
        flag(node, "readOnly", path));
  }

  private static Port port(JsonNode node, String path) {
    long count =
        isAbsent(node.path("count")) ? 1 : number(node.path("count"), path + ".count", 65536);
    return new Port(
        new AcName(required(node, "name", path + ".name")),
        optional(node, "protocol", path + ".protocol"),
        (int) number(node.path("port"), path + ".port", Integer.MAX_VALUE),
        count == 0 ? 1 : (int) count,
        flag(node, "socketActivated", path));
  }

  private static Dependency dependency(JsonNode node, String path) {
    String id = optional(node, "imageID", path + ".imageID");
    return new Dependency(
        new AcIdentifier(required(node, "imageName", path + ".imageName")),
        id.isEmpty() ? Optional.empty() : Optional.of(ImageId.parse(id)),
        labels(node, path + ".labels"),
        isAbsent(node.path("size"))
            ? 0
            : number(node.path("size"), path + ".size", Long.MAX_VALUE));
  }

  private static Labels labels(JsonNode parent, String path) {
    return Labels.of(pairs(parent, "labels", path, "label"));
  }

  private static Annotations annotations(JsonNode root) {
    return Annotations.of(pairs(root, "annotations", "annotations", "annotation"));
  }

  /** Reads a list of objects with name and value. */
  private static Map<String, String> pairs(
      JsonNode parent, String field, String path, String what) {
    Map<String, String> values = new LinkedHashMap<>();
    list(
        parent,
        field,
        path,
        (node, itemPath) -> {
          String name = required(node, "name", itemPath + ".name");
          if (values.put(name, optional(node, "value", itemPath + ".value")) != null) {
            throw new BaciException("the %s '%s' is given twice".formatted(what, name));
          }
          return name;
        });
    return values;
  }

  /** Reads an object of strings. */
  private static Map<String, String> strings(JsonNode parent, String field, String path) {
    Map<String, String> values = new LinkedHashMap<>();
    JsonNode node = parent.path(field);
    if (!isAbsent(node)) {
      object(node, path)
          .properties()
          .forEach(
              entry ->
                  values.put(entry.getKey(), text(entry.getValue(), path + "." + entry.getKey())));
    }
    return values;
  }

  private static <T> List<T> list(
      JsonNode parent, String field, String path, BiFunction<JsonNode, String, T> item) {
    JsonNode node = parent.path(field);
    if (isAbsent(node)) {
      return List.of();
    }
    if (!node.isArray()) {
      throw new BaciException("%s must be a list".formatted(path));
    }
    List<T> items = new ArrayList<>(node.size());
    for (int i = 0; i < node.size(); i++) {
      items.add(item.apply(node.get(i), path + "[" + i + "]"));
    }
    return items;
  }

  private static JsonNode object(JsonNode node, String path) {
    if (!node.isObject()) {
      throw new BaciException("%s must be an object".formatted(path));
    }
    return node;
  }

  private static String required(JsonNode parent, String field, String path) {
    JsonNode node = parent.path(field);
    if (isAbsent(node) || (node.isTextual() && node.textValue().isEmpty())) {
      throw new BaciException("%s is missing".formatted(path));
    }
    return text(node, path);
  }

  private static String optional(JsonNode parent, String field, String path) {
    JsonNode node = parent.path(field);
    return isAbsent(node) ? "" : text(node, path);
  }

  private static String text(JsonNode node, String path) {
    if (!node.isTextual()) {
      throw new BaciException("%s must be a string".formatted(path));
    }
    return node.textValue();
  }

  private static long number(JsonNode node, String path, long most) {
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < 0
        || node.longValue() > most) {
      throw new BaciException("%s must be a number from 0 to %d".formatted(path, most));
    }
    return node.longValue();
  }

  private static boolean flag(JsonNode parent, String field, String path) {
    JsonNode node = parent.path(field);
    if (!isAbsent(node) && !node.isBoolean()) {
      throw new BaciException("%s.%s must be true or false".formatted(path, field));
    }
    return node.asBoolean(false);
  }

  private static boolean isAbsent(JsonNode node) {
    return node.isMissingNode() || node.isNull();
  }
}
