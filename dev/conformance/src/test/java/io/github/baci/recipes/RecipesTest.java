package io.github.baci.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * The recipes of docs/ci.md are YAML without a name twice, have what their systems ask for, and
 * mount what they write to. No system is there to try them.
 */
class RecipesTest {
  private static final Path PAGE = Path.of("../../docs/ci.md");
  private static final Pattern BLOCK =
      Pattern.compile("^## ([^\\n]+)\\n(?:(?!^## ).)*?^```(yaml|groovy)\\n(.*?)^```", 40);

  @Test
  void everySystemHasARecipe() throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    List<String> systems = new ArrayList<>();
    while (block.find()) {
      systems.add(block.group(1));
    }
    assertThat(systems)
        .containsExactly(
            "GitHub Actions",
            "GitLab",
            "Jenkins",
            "Tekton",
            "OpenShift, and a plain Kubernetes Job",
            "Bitbucket Pipelines");
  }

  @Test
  void gitHub() throws IOException {
    JsonNode job = yaml("GitHub Actions").at("/jobs/image");
    assertThat(job.path("runs-on").asText()).isEqualTo("ubuntu-latest");
    assertThat(job.path("steps"))
        .hasSize(4)
        .allMatch(step -> step.has("uses") != step.has("run"))
        .allMatch(step -> !step.has("uses") || step.get("uses").asText().matches(".+/.+@v\\d+"));
    assertThat(texts(job.findPath("steps"), "path"))
        .singleElement()
        .asString()
        .matches("(~/\\.cache/baci/\\w+\n)+");
    assertThat(texts(job.path("steps"), "run")).containsExactly("mvn -B deploy");
  }

  @Test
  void gitLab() throws IOException {
    JsonNode job = yaml("GitLab").path("image");
    assertThat(job.path("variables").path("HOME").asText()).isEqualTo("$CI_PROJECT_DIR/.home");
    // only what is in the project is cached
    assertThat(job.at("/cache/paths")).isNotEmpty().allMatch(path -> !path.asText().matches("/.*"));
    assertThat(job.at("/cache/paths").toString()).contains(".home/.cache/baci");
    assertThat(job.path("script")).isNotEmpty().allMatch(JsonNode::isTextual);
    assertThat(job.has("services")).isFalse();
  }

  @Test
  void jenkins() throws IOException {
    String text = block("Jenkins");
    int from = text.indexOf("'''") + 3;
    JsonNode pod = parsed(text.substring(from, text.indexOf("'''", from))).path("spec");
    JsonNode container = pod.path("containers").path(0);
    assertRestricted(pod, container);
    assertThat(text).contains("container('" + container.path("name").asText() + "')");
    assertThat(text.chars().filter(c -> c == '{').count())
        .isEqualTo(text.chars().filter(c -> c == '}').count());
    assertVolumes(pod, container);
    assertWritten(container, text);
  }

  @Test
  void tekton() throws IOException {
    JsonNode task = yaml("Tekton");
    assertThat(task.path("apiVersion").asText()).isEqualTo("tekton.dev/v1");
    JsonNode step = task.at("/spec/steps/0");
    assertRestricted(step, step);
    Matcher used = Pattern.compile("\\$\\(workspaces\\.(\\w+)\\.path\\)").matcher(step.toString());
    Set<String> names = new TreeSet<>();
    while (used.find()) {
      names.add(used.group(1));
    }
    assertThat(names)
        .containsExactlyInAnyOrderElementsOf(texts(task.at("/spec/workspaces"), "name"));
    assertThat(step.path("script").asText()).startsWith("#!/bin/sh\nset -e\n");
  }

  @Test
  void kubernetesJob() throws IOException {
    JsonNode job = yaml("OpenShift, and a plain Kubernetes Job");
    assertThat(job.path("apiVersion").asText()).isEqualTo("batch/v1");
    JsonNode pod = job.at("/spec/template/spec");
    assertThat(pod.path("restartPolicy").asText()).isEqualTo("Never");
    JsonNode container = pod.path("containers").path(0);
    assertRestricted(pod, container);
    assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
    assertVolumes(pod, container);
    assertWritten(container, container.path("args").toString());
    assertThat(container.path("args").toString()).contains("cd /build && exec mvn");
  }

  @Test
  void bitbucket() throws IOException {
    JsonNode pipelines = yaml("Bitbucket Pipelines");
    JsonNode step = pipelines.at("/pipelines/default/0/step");
    List<String> known = new ArrayList<>(List.of("maven"));
    pipelines.at("/definitions/caches").fieldNames().forEachRemaining(known::add);
    assertThat(step.path("caches")).allMatch(cache -> known.contains(cache.asText()));
    assertThat(step.path("script")).isNotEmpty();
  }

  /** What the level "restricted" of Kubernetes' pod security standards asks for. */
  private static void assertRestricted(JsonNode pod, JsonNode container) {
    JsonNode outer = pod.path("securityContext");
    JsonNode inner = container.path("securityContext");
    assertThat(outer.path("runAsNonRoot").asBoolean()).isTrue();
    assertThat(outer.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
    assertThat(inner.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(inner.at("/capabilities/drop").toString()).isEqualTo("[\"ALL\"]");
  }

  private static void assertVolumes(JsonNode pod, JsonNode container) {
    assertThat(texts(container.path("volumeMounts"), "name"))
        .containsExactlyInAnyOrderElementsOf(texts(pod.path("volumes"), "name"));
  }

  /** The store, the local repository and the home are on volumes that can be written to. */
  private static void assertWritten(JsonNode container, String command) {
    List<String> places = new ArrayList<>(texts(container.path("env"), "value"));
    Matcher option =
        Pattern.compile("-D(?:baci\\.storeDirectory|maven\\.repo\\.local)=([^ ,\"]+)")
            .matcher(command);
    while (option.find()) {
      places.add(option.group(1));
    }
    assertThat(places).hasSize(3);
    List<String> mounts =
        StreamSupport.stream(container.path("volumeMounts").spliterator(), false)
            .filter(mount -> !mount.path("readOnly").asBoolean())
            .map(mount -> mount.path("mountPath").asText())
            .toList();
    assertThat(places).allMatch(place -> mounts.stream().anyMatch(place::startsWith));
  }

  private static List<String> texts(JsonNode list, String name) {
    return list.findValuesAsText(name);
  }

  private static JsonNode yaml(String system) throws IOException {
    return parsed(block(system));
  }

  private static JsonNode parsed(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return new ObjectMapper().valueToTree(new Yaml(options).load(text));
  }

  private static String block(String system) throws IOException {
    Matcher block = BLOCK.matcher(Files.readString(PAGE));
    while (block.find()) {
      if (block.group(1).equals(system)) {
        return block.group(3);
      }
    }
    throw new AssertionError("no recipe for " + system);
  }
}
