package io.github.baci;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.CheckRequest;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageSearch;
import io.github.baci.api.InspectRequest;
import io.github.baci.inspect.ImageInspector;
import io.github.baci.inspect.JsonReport;
import io.github.baci.plan.check.CheckResult;
import io.github.baci.plan.check.JsonFormat;
import io.github.baci.plan.check.SarifFormat;
import io.github.baci.testing.SampleLayout;
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
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
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

  /** Writes what only archives bring into an image: devices, attributes, names in other bytes. */
  private static void writeUnusualFiles(Path file) throws IOException {
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(Files.newOutputStream(file), "ISO-8859-1")) {
      TarArchiveEntry marked = new TarArchiveEntry("caf\u00e9");
      marked.addPaxHeader("SCHILY.xattr.user.color", "red");
      put(tar, marked);
      TarArchiveEntry hardLink = new TarArchiveEntry("same", TarConstants.LF_LINK);
      hardLink.setLinkName("caf\u00e9");
      put(tar, hardLink);
      TarArchiveEntry link = new TarArchiveEntry("to-it", TarConstants.LF_SYMLINK);
      link.setLinkName("caf\u00e9");
      put(tar, link);
      TarArchiveEntry device = new TarArchiveEntry("nothing", TarConstants.LF_CHR);
      device.setDevMajor(1);
      device.setDevMinor(3);
      put(tar, device);
    }
  }

  private static void put(TarArchiveOutputStream tar, TarArchiveEntry entry) throws IOException {
    entry.setModTime(1_000_000_000_000L);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private JsonNode inspect(String image, Optional<String> against) throws Exception {
    InspectRequest.Builder request =
        InspectRequest.builder(image, directory.resolve("store")).search(ImageSearch.in(directory));
    against.ifPresent(request::against);
    String json =
        new JsonReport()
            .render(new ImageInspector().inspect(request.build(), BuildListener.SILENT));
    return new ObjectMapper().readTree(json);
  }

  /** Returns the paths of a table as they are seen where nothing is missing. */
  private static Set<String> all(String table) throws IOException {
    Set<String> paths = new TreeSet<>();
    promised(table).keySet().forEach(path -> paths.add(path.replace("?", "")));
    return paths;
  }

  @Test
  void theReportOfAnImageIsAsPromisedInEachOfItsFields() throws Exception {
    new SampleLayout()
        .layer(Map.of("base", "from below"))
        .history(
            """
            {"created":"2026-11-01T00:00:00Z","created_by":"made","author":"her","comment":"well"}\
            """)
        .write(directory.resolve("base"));
    writeUnusualFiles(directory.resolve("unusual.tar"));
    Files.writeString(directory.resolve("one"), "1");
    build("before.aci", "FROM oci-layout://base\nENV GONE=1\nCOPY one /one\nCOPY one /gone\n");
    build(
        "after.aci",
        "FROM oci-layout://base\nENV A=b\nCOPY --chmod=600 one /one\nADD unusual.tar /\n");
    new Baci()
        .convert(
            ConvertRequest.builder(
                    "after.aci",
                    directory.resolve("after.oci.tar"),
                    ImageForm.OCI,
                    directory.resolve("store"))
                .search(ImageSearch.in(directory))
                .build(),
            BuildListener.SILENT);
    Set<String> reports = new TreeSet<>();
    Set<String> changes = new TreeSet<>();
    Set<String> files = new TreeSet<>();

    for (JsonNode report :
        List.of(
            inspect("after.aci", Optional.of("before.aci")),
            inspect("after.oci.tar", Optional.empty()),
            inspect("oci-layout://base", Optional.empty()))) {
      assertThat(report.get("contract").asInt()).isEqualTo(1);
      reports.addAll(
          hold(
              report,
              "inspect",
              Set.of("manifest", "config", "steps[].changes", "tree.files", "difference.files")));
      List<JsonNode> listed = new ArrayList<>();
      report.at("/tree/files").forEach(listed::add);
      List<JsonNode> changed = new ArrayList<>();
      report.get("steps").forEach(step -> step.get("changes").forEach(changed::add));
      report.at("/difference/files").forEach(changed::add);
      for (JsonNode change : changed) {
        changes.addAll(hold(change, "change", Set.of("before", "after")));
        assertThat(change.get("change").asText()).isIn("added", "removed", "changed");
        Optional.ofNullable(change.get("before")).ifPresent(listed::add);
        Optional.ofNullable(change.get("after")).ifPresent(listed::add);
      }
      for (JsonNode file : listed) {
        files.addAll(hold(file, "file", Set.of()));
        assertThat(file.get("mode").asText()).matches("[0-7]{4}");
      }
    }

    assertThat(reports).isEqualTo(all("inspect"));
    assertThat(changes).isEqualTo(all("change"));
    assertThat(files).isEqualTo(all("file"));
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
    assertThat(hold(report, "check", Set.of())).isEqualTo(all("check"));
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
    assertThat(run.get("results"))
        .extracting(result -> result.get("ruleId").asText())
        .containsExactlyInAnyOrder("LegacyKeyValueFormat", "DockerfileError");
    List<JsonNode> all = new ArrayList<>();
    run.get("results").forEach(all::add);
    JsonNode withoutPlace =
        new ObjectMapper()
            .readTree(check("").render(new SarifFormat(URI.create("file:///c/"))))
            .at("/runs/0/results/0");
    assertThat(withoutPlace.get("ruleId").asText()).isEqualTo("DockerfileError");
    all.add(withoutPlace);
    for (JsonNode result : all) {
      boolean error = result.get("ruleId").asText().equals("DockerfileError");
      assertThat(result.get("level").asText()).isEqualTo(error ? "error" : "warning");
      assertThat(result.get("locations")).hasSize(1);
      JsonNode place = result.at("/locations/0/physicalLocation");
      assertThat(place.at("/region/startLine").asInt()).isPositive();
      assertThat(place.at("/region/startColumn").asInt()).isPositive();
      assertThat(place.at("/artifactLocation/uri").asText()).endsWith("Dockerfile");
    }
  }
}
