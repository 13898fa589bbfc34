package io.github.baci.inspect;

import io.github.baci.image.ImageConfig;
import io.github.baci.inspect.FileChange.Kind;
import io.github.baci.json.JsonTree;
import java.util.List;
import java.util.TreeMap;

/** For people. A step shows its first changes alone, unless a path of the image is asked for. */
public final class TextReport implements ImageReportFormat {
  private static final int CHANGES_OF_A_STEP = 10;

  /** What BuildKit, and baci as it does, ends lines of history with. */
  private static final String BUILDKIT = " # buildkit$";

  @Override
  public String render(ImageReport report) {
    StringBuilder out = new StringBuilder();
    head(report, out);
    report.manifest().ifPresent(json -> out.append("\nManifest\n").append(JsonTree.pretty(json)));
    if (report.manifest().isEmpty()) {
      out.append("\nConfig\n").append(JsonTree.pretty(report.config()));
    }
    layers(report, out);
    steps(report, out);
    tree(report.tree(), out);
    report.difference().ifPresent(difference -> difference(difference, out));
    return out.toString();
  }

  private static void head(ImageReport report, StringBuilder out) {
    field("image", report.image(), out);
    String form =
        report.fileSize().isPresent()
            ? report.form() + ", " + size(report.fileSize().getAsLong())
            : report.form();
    field("form", form, out);
    report.imageId().ifPresent(id -> field("image ID", id.toString(), out));
    field("platform", report.platform().toString(), out);
    new TreeMap<>(report.origin()).forEach((name, value) -> field(name, value, out));
    TreeTotals totals = report.totals();
    field(
        "files",
        "%s of %s, %s, %s"
            .formatted(
                counted(totals.files(), "file", "files"),
                size(totals.bytes()),
                counted(totals.directories(), "directory", "directories"),
                counted(totals.others(), "other", "others")),
        out);
  }

  private static String counted(long number, String one, String several) {
    return "%,d %s".formatted(number, number == 1 ? one : several);
  }

  private static void field(String name, String value, StringBuilder out) {
    out.append("%-9s %s%n".formatted(name, plain(value)).replace(System.lineSeparator(), "\n"));
  }

  private static void layers(ImageReport report, StringBuilder out) {
    boolean flat = report.imageId().isPresent();
    out.append(flat && !report.steps().isEmpty() ? "\nLayers of the build\n" : "\nLayers\n");
    int number = 1;
    for (ListedLayer layer : report.layers()) {
      out.append(
          "%4d  %9s  %s  %s\n"
              .formatted(
                  number++,
                  size(layer.size()),
                  counted(layer.entries(), "entry", "entries"),
                  layer.diffId()));
      layer
          .blob()
          .ifPresent(
              blob ->
                  out.append(
                      "      %9s  as %s  %s\n"
                          .formatted(size(blob.size()), plain(blob.mediaType()), blob.digest())));
    }
  }

  private static void steps(ImageReport report, StringBuilder out) {
    if (report.steps().isEmpty() && report.imageId().isPresent()) {
      out.append(
          "\nSteps\n      not known: an ACI does not tell, and the store has not got its layers\n");
      return;
    }
    out.append("\nSteps\n");
    int number = 1;
    for (ImageStep step : report.steps()) {
      out.append("%4d  %s\n".formatted(number++, title(step)));
      if (step.layer().isPresent()) {
        changes(step.changes(), report.tree().path().isPresent(), out);
      }
    }
  }

  private static String title(ImageStep step) {
    ImageConfig.History history = step.history();
    String title = plain(history.createdBy().strip().replaceFirst(BUILDKIT, ""));
    return title.isEmpty() ? plain(history.comment().orElse("the history does not say")) : title;
  }

  private static void changes(TreeDifference difference, boolean all, StringBuilder out) {
    List<FileChange> changes = difference.changes();
    if (changes.isEmpty()) {
      out.append("      no changes\n");
      return;
    }
    long bytes =
        changes.stream()
            .filter(change -> change.kind() == Kind.ADDED || rewritten(change))
            .flatMap(change -> change.after().stream())
            .filter(file -> file.hardLink().isEmpty())
            .mapToLong(ListedFile::size)
            .sum();
    out.append(
        "      %s: %,d added, %,d changed, %,d removed\n"
            .formatted(
                size(bytes),
                difference.count(Kind.ADDED),
                difference.count(Kind.CHANGED),
                difference.count(Kind.REMOVED)));
    int shown = all ? changes.size() : Math.min(changes.size(), CHANGES_OF_A_STEP);
    changes.subList(0, shown).forEach(change -> change(change, out));
    if (shown < changes.size()) {
      out.append("      … and %,d more\n".formatted(changes.size() - shown));
    }
  }

  private static boolean rewritten(FileChange change) {
    return change.aspects().contains(FileChange.Aspect.CONTENT)
        || change.aspects().contains(FileChange.Aspect.TYPE);
  }

  private static void change(FileChange change, StringBuilder out) {
    ListedFile file = change.after().or(change::before).orElseThrow();
    String sign =
        switch (change.kind()) {
          case ADDED -> "+";
          case REMOVED -> "-";
          case CHANGED -> "~";
        };
    out.append("      ").append(sign).append(' ').append(FileLines.name(file));
    if (change.kind() == Kind.CHANGED) {
      out.append("  ").append(FileLines.difference(change));
    } else if (file.type().equals("file")) {
      out.append("  ").append(size(file.size()));
    }
    out.append('\n');
  }

  private static void tree(TreeListing tree, StringBuilder out) {
    out.append("\nTree ").append(plain(tree.path().orElse("/"))).append('\n');
    for (ListedFile file : tree.files()) {
      out.append("      ").append(FileLines.line(file)).append('\n');
    }
  }

  private static void difference(ImageDifference difference, StringBuilder out) {
    out.append("\nDifference to ").append(plain(difference.against())).append('\n');
    if (difference.isEmpty()) {
      out.append("      none\n");
    }
    for (FieldChange field : difference.fields()) {
      out.append("      ").append(plain(field.field())).append(": ");
      out.append(plain(field.before().orElse("(none)"))).append(" -> ");
      out.append(plain(field.after().orElse("(none)"))).append('\n');
    }
    difference.files().changes().forEach(change -> change(change, out));
  }

  private static String size(long bytes) {
    return FileLines.size(bytes);
  }

  private static String plain(String text) {
    return FileLines.plain(text);
  }
}
