package io.github.baci.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Compares a file tree with what a row of behaviours expects of it. */
final class ExpectedFiles {
  private final FileTree tree;
  private final List<String> differences = new ArrayList<>();

  private ExpectedFiles(FileTree tree) {
    this.tree = tree;
  }

  static List<String> differences(JsonNode files, FileTree tree) throws IOException {
    ExpectedFiles expected = new ExpectedFiles(tree);
    for (JsonNode file : files) {
      expected.check(file);
    }
    return expected.differences;
  }

  private void check(JsonNode file) throws IOException {
    String path = file.get("path").asText();
    Optional<TreeNode> found = tree.lookup(path.replaceAll("^/+|/+$", ""));
    boolean absent = file.path("absent").asBoolean();
    if (absent || found.isEmpty()) {
      if (absent == found.isPresent()) {
        differences.add(path + (absent ? " is there" : " is not there"));
      }
      return;
    }
    TreeNode node = found.get();
    compare(path, "type", file.get("type"), type(node, file.path("type").asText()));
    compare(path, "mode", file.get("mode"), "0%03o".formatted(node.attributes().mode()));
    compare(path, "uid", file.get("uid"), Long.toString(node.attributes().uid()));
    compare(path, "gid", file.get("gid"), Long.toString(node.attributes().gid()));
    compare(path, "mtime", file.get("mtime"), Long.toString(node.attributes().mtime().seconds()));
    if (file.has("linkTo")) {
      compare(
          path,
          "linkTo",
          file.get("linkTo"),
          node.entry() instanceof LayerEntry.Symlink link ? link.target() : "no link");
    }
    if (file.has("children")) {
      TreeSet<String> wanted = new TreeSet<>();
      file.get("children").forEach(child -> wanted.add(child.asText()));
      TreeSet<String> got = new TreeSet<>();
      node.children().forEach(child -> got.add(child.name()));
      if (!wanted.equals(got)) {
        differences.add(path + " has " + got + ", not " + wanted);
      }
    }
    checkContent(path, file, node);
  }

  private void checkContent(String path, JsonNode file, TreeNode node) throws IOException {
    if (!(node.entry() instanceof LayerEntry.RegularFile)) {
      return;
    }
    byte[] bytes;
    try (OpenLayerTars content = new OpenLayerTars()) {
      bytes = content.read(node, 1 << 26);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    compare(path, "content", file.get("content"), text);
    if (file.has("contentBase64")
        && !Arrays.equals(bytes, Base64.getDecoder().decode(file.get("contentBase64").asText()))) {
      differences.add(path + " has other bytes");
    }
    for (String each : strings(file.path("contains"))) {
      if (!text.contains(each)) {
        differences.add(path + " does not contain " + each + " but is " + text);
      }
    }
    for (String each : strings(file.path("notContains"))) {
      if (text.contains(each)) {
        differences.add(path + " contains " + each);
      }
    }
  }

  static List<String> strings(JsonNode node) {
    List<String> strings = new ArrayList<>();
    if (node.isTextual()) {
      strings.add(node.asText());
    }
    node.forEach(each -> strings.add(each.asText()));
    return strings;
  }

  private void compare(String path, String what, JsonNode wanted, String got) {
    if (wanted != null && !normal(what, wanted.asText()).equals(normal(what, got))) {
      differences.add(path + ": " + what + " is " + got + ", not " + wanted.asText());
    }
  }

  private static String normal(String what, String value) {
    return what.equals("mode") ? Integer.toString(Integer.parseInt(value, 8)) : value;
  }

  private static String type(TreeNode node, String wanted) {
    LayerEntry.Content entry = node.entry();
    if (entry instanceof LayerEntry.Directory) {
      return "dir";
    }
    if (entry instanceof LayerEntry.Symlink) {
      return "symlink";
    }
    if (entry instanceof LayerEntry.RegularFile) {
      return wanted.equals("hardlink") ? "hardlink" : "file";
    }
    return entry instanceof LayerEntry.HardLink ? "hardlink" : "other";
  }
}
