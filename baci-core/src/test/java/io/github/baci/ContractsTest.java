package io.github.baci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.CheckRequest;
import io.github.baci.api.ImageSearch;
import io.github.baci.api.InspectRequest;
import io.github.baci.inspect.ImageInspector;
import io.github.baci.inspect.JsonReport;
import io.github.baci.plan.check.CheckResult;
import io.github.baci.plan.check.JsonFormat;
import io.github.baci.plan.check.SarifFormat;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the reports for scripts to what {@code docs/contracts.md} promises of them. */
class ContractsTest {
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| (\\w+) \\|.*");

  @TempDir Path directory;

  /**
   * Returns the types by path of one table; a path that may be missing ends with a question mark.
   */
  private static Map<String, String> promised(String table) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    String document = Files.readString(Path.of("../docs/contracts.md"));
    String marker = "<!-- contract: " + table + " -->";
    assertThat(document).contains(marker);
    for (String line :
        document.substring(document.indexOf(marker) + marker.length()).strip().lines().toList()) {
      if (!line.startsWith("|")) {
        break;
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        types.put(row.group(1), row.group(2));
      }
    }
    assertThat(types).isNotEmpty();
    return types;
  }

  /**
   * Checks a report: each field is promised with this type, and each promise is kept.
   *
   * @param opaque paths whose inside is told elsewhere
   * @return the paths that were there
   */
  private static Set<String> hold(JsonNode report, String table, Set<String> opaque)
      throws IOException {
    Map<String, String> promised = promised(table);
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    walk(report, "", opaque, promised, seen, wrong);
    assertThat(wrong).isEmpty();
    return seen;
  }

  private static void walk(
      JsonNode object,
      String prefix,
      Set<String> opaque,
      Map<String, String> promised,
      Set<String> seen,
      List<String> wrong) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              boolean named = promised.keySet().stream().anyMatch(p -> p.startsWith(prefix + "*"));
              String path = prefix + (named ? "*" : name);
              seen.add(path);
              JsonNode value = object.get(name);
              String type = promised.getOrDefault(path, promised.get(path + "?"));
              if (!type(value).equals(type)) {
                wrong.add("%s is a %s, promised is %s".formatted(path, type(value), type));
              }
              if (opaque.contains(path)) {
                return;
              }
              if (value.isObject()) {
                walk(value, path + ".", opaque, promised, seen, wrong);
              } else if (value.isArray()) {
                value.forEach(
                    each -> {
                      if (each.isObject()) {
                        walk(each, path + "[].", opaque, promised, seen, wrong);
                      }
                    });
              }
            });
    promised.keySet().stream()
        .filter(path -> path.startsWith(prefix) && path.indexOf('.', prefix.length()) < 0)
        .filter(path -> !path.endsWith("?") && !path.endsWith("*"))
        .filter(path -> !object.has(path.substring(prefix.length())))
        .forEach(path -> wrong.add(path + " is promised, and missing"));
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "list";
      case OBJECT -> "object";
      case NUMBER -> "number";
      case BOOLEAN -> "boolean";
      default -> "string";
    };
  }

  private void build(String name, String dockerfile) throws Exception {
    Files.writeString(directory.resolve("Dockerfile"), dockerfile);
    new Baci()
        .build(
            BuildRequest.builder(
                    directory, directory.resolve(name), AciOptions.named("example.com/a"))
                .storeDirectory(directory.resolve("store"))
                .build(),
            BuildListener.SILENT);
  }

  @Test
  void theReportOfAnImageIsAsPromised() throws Exception {
    Files.writeString(directory.resolve("one"), "1");
    Files.createDirectory(directory.resolve("links"));
    Files.createSymbolicLink(directory.resolve("links/link"), Path.of("one"));
    build("before.aci", "FROM scratch\nCOPY one /one\n");
    build("after.aci", "FROM scratch\nENV A=b\nCOPY --chmod=600 one /one\nCOPY links /l/\n");
    String json =
        new JsonReport()
            .render(
                new ImageInspector()
                    .inspect(
                        InspectRequest.builder("after.aci", directory.resolve("store"))
                            .against("before.aci")
                            .search(ImageSearch.in(directory))
                            .build(),
                        BuildListener.SILENT));

    JsonNode report = new ObjectMapper().readTree(json);

    assertThat(report.get("contract").asInt()).isEqualTo(1);
    assertThat(
            hold(
                report,
                "inspect",
                Set.of("manifest", "config", "steps[].changes", "tree.files", "difference.files")))
        .contains("steps[].diffId", "difference.equal", "fileSize", "imageId", "manifest");
    List<JsonNode> changes = new ArrayList<>();
    report.get("steps").forEach(step -> step.get("changes").forEach(changes::add));
    report.at("/difference/files").forEach(changes::add);
    assertThat(changes).hasSizeGreaterThan(2);
    List<JsonNode> files = new ArrayList<>();
    for (JsonNode change : changes) {
      hold(change, "change", Set.of("before", "after"));
      Optional.ofNullable(change.get("before")).ifPresent(files::add);
      Optional.ofNullable(change.get("after")).ifPresent(files::add);
    }
    report.at("/tree/files").forEach(files::add);
    Set<String> seen = new TreeSet<>();
    for (JsonNode file : files) {
      seen.addAll(hold(file, "file", Set.of()));
    }
    assertThat(seen).contains("mode", "target");
  }

  private CheckResult check(String dockerfile) throws Exception {
    Files.writeString(directory.resolve("Dockerfile"), dockerfile);
    return new Baci().check(CheckRequest.builder(directory, directory).build());
  }

  @Test
  void theReportOfACheckIsAsPromised() throws Exception {
    String json = check("FROM scratch AS a\nENV k v\nRNU x\n").render(new JsonFormat());

    JsonNode report = new ObjectMapper().readTree(json);

    assertThat(report.get("contract").asInt()).isEqualTo(1);
    assertThat(hold(report, "check", Set.of()))
        .contains("warnings[].endLine", "errors[].line", "errors[].column");
  }

  @Test
  void sarifIsAsPromised() throws Exception {
    String json =
        check("FROM scratch\nENV k v\nRNU x\n").render(new SarifFormat(URI.create("file:///c/")));

    JsonNode run = new ObjectMapper().readTree(json).at("/runs/0");

    assertThat(run.at("/tool/driver/name").asText()).isEqualTo("baci");
    assertThat(run.at("/tool/driver/properties/contract").asInt()).isEqualTo(1);
    assertThat(run.get("columnKind").asText()).isEqualTo("utf16CodeUnits");
    assertThat(run.at("/originalUriBaseIds/%SRCROOT%/uri").asText()).isEqualTo("file:///c/");
    assertThat(run.get("results")).hasSize(2);
    for (JsonNode result : run.get("results")) {
      boolean error = result.get("ruleId").asText().equals("DockerfileError");
      assertThat(result.get("level").asText()).isEqualTo(error ? "error" : "warning");
      assertThat(result.get("locations")).hasSize(1);
      assertThat(result.at("/locations/0/physicalLocation/region/startColumn").isInt()).isTrue();
    }
  }
}
