package io.github.baci.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.json.JsonTree;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.NameBytes;
import java.util.Base64;
import java.util.TreeMap;

/**
 * For scripts: one object with all that the report has. Sizes are in bytes, times in ISO 8601,
 * modes octal as in {@code 0755}, values of extended attributes in Base64.
 */
public final class JsonReport implements ImageReportFormat {
  /** The number of what scripts may rely on, {@code docs/contracts.md}. */
  private static final int CONTRACT = 1;

  @Override
  public String render(ImageReport report) {
    ObjectNode root = JsonTree.object();
    root.put("contract", CONTRACT);
    root.put("image", report.image());
    root.put("form", report.form());
    report.fileSize().ifPresent(size -> root.put("fileSize", size));
    report.imageId().ifPresent(id -> root.put("imageId", id.toString()));
    root.put("platform", report.platform().toString());
    ObjectNode origin = root.putObject("origin");
    new TreeMap<>(report.origin()).forEach(origin::put);
    report.manifest().ifPresent(manifest -> root.set("manifest", manifest));
    root.set("config", report.config());
    root.putObject("totals")
        .put("files", report.totals().files())
        .put("directories", report.totals().directories())
        .put("others", report.totals().others())
        .put("bytes", report.totals().bytes());
    layers(report, root.putArray("layers"));
    steps(report, root.putArray("steps"));
    ObjectNode tree = root.putObject("tree");
    tree.put("path", report.tree().path().orElse("/"));
    ArrayNode files = tree.putArray("files");
    report.tree().files().forEach(file -> file(file, files.addObject()));
    report
        .difference()
        .ifPresent(difference -> difference(difference, root.putObject("difference")));
    return JsonTree.pretty(root);
  }

  private static void layers(ImageReport report, ArrayNode layers) {
    for (ListedLayer layer : report.layers()) {
      ObjectNode node =
          layers
              .addObject()
              .put("diffId", layer.diffId().toString())
              .put("size", layer.size())
              .put("entries", layer.entries());
      layer
          .blob()
          .ifPresent(
              blob ->
                  node.putObject("blob")
                      .put("digest", blob.digest().toString())
                      .put("size", blob.size())
                      .put("mediaType", blob.mediaType()));
    }
  }

  private static void steps(ImageReport report, ArrayNode steps) {
    for (ImageStep step : report.steps()) {
      ObjectNode node = steps.addObject();
      node.put("createdBy", step.history().createdBy());
      step.history().created().ifPresent(time -> node.put("created", time.toString()));
      step.history().author().ifPresent(author -> node.put("author", author));
      step.history().comment().ifPresent(comment -> node.put("comment", comment));
      step.layer().ifPresent(layer -> node.put("diffId", layer.diffId().toString()));
      changes(step.changes(), node.putArray("changes"));
    }
  }

  private static void difference(ImageDifference difference, ObjectNode node) {
    node.put("against", difference.against());
    node.put("equal", difference.isEmpty());
    ArrayNode fields = node.putArray("fields");
    for (FieldChange change : difference.fields()) {
      ObjectNode field = fields.addObject().put("field", change.field());
      change.before().ifPresent(value -> field.put("before", value));
      change.after().ifPresent(value -> field.put("after", value));
    }
    changes(difference.files(), node.putArray("files"));
  }

  private static void changes(TreeDifference difference, ArrayNode changes) {
    for (FileChange change : difference.changes()) {
      ObjectNode node = changes.addObject();
      name("path", change.path(), node);
      node.put("change", change.kind().label());
      if (!change.aspects().isEmpty()) {
        ArrayNode aspects = node.putArray("aspects");
        change.aspects().forEach(aspect -> aspects.add(aspect.label()));
      }
      change.before().ifPresent(file -> file(file, node.putObject("before")));
      change.after().ifPresent(file -> file(file, node.putObject("after")));
    }
  }

  private static void file(ListedFile file, ObjectNode node) {
    Attributes attributes = file.attributes();
    name("path", file.path(), node);
    node.put("type", file.type());
    node.put("mode", "%04o".formatted(attributes.mode()));
    node.put("uid", attributes.uid());
    node.put("gid", attributes.gid());
    node.put("size", file.size());
    node.put("time", attributes.mtime().toInstant().toString());
    file.target().ifPresent(target -> name("target", target, node));
    file.hardLink().ifPresent(first -> name("hardLink", first, node));
    if (file.entry() instanceof LayerEntry.Device device) {
      node.put("major", device.major()).put("minor", device.minor());
    }
    if (!attributes.xattrs().isEmpty()) {
      ObjectNode xattrs = node.putObject("xattrs");
      attributes
          .xattrs()
          .asMap()
          .forEach((name, value) -> xattrs.put(name, Base64.getEncoder().encodeToString(value)));
    }
  }

  /** A name that is not UTF-8, as JSON is, comes with its bytes. */
  private static void name(String field, String name, ObjectNode node) {
    node.put(field, NameBytes.printable(name));
    if (!NameBytes.isUtf8(name)) {
      node.put(field + "Base64", Base64.getEncoder().encodeToString(NameBytes.encode(name)));
    }
  }
}
