package io.github.baci.aci.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.aci.types.Annotations;
import io.github.baci.image.HealthCheck;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import io.github.baci.json.JsonTree;
import io.github.baci.json.JsonWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/**
 * What Docker's config says and App Container manifests have no field for, kept in annotations:
 * entrypoint and command as docker2aci names them, the rest below {@code io.github.baci/}.
 */
final class DockerAnnotations {
  /** The entrypoint as a JSON array. */
  static final String ENTRYPOINT = "appc.io/docker/entrypoint";

  /** The command as a JSON array. */
  static final String CMD = "appc.io/docker/cmd";

  private static final String USER = "io.github.baci/user";

  /**
   * Which of the app's further groups come of the image's accounts. A base image's are not those of
   * the image that is built on it, which may have another user.
   */
  private static final String GROUPS_OF_USER = "io.github.baci/groups-of-user";

  private static final String STOP_SIGNAL = "io.github.baci/stop-signal";
  private static final String HEALTH_CHECK = "io.github.baci/health-check";
  private static final String ON_BUILD = "io.github.baci/on-build";
  private static final String SHELL = "io.github.baci/shell";

  /** What a variable whose name is no valid one is called in the app's userAnnotations. */
  static final String VARIABLE_PREFIX = "io.github.baci/environment/";

  private DockerAnnotations() {}

  /**
   * Returns the annotations that keep a config.
   *
   * @param groupsOfUser what {@link #groupsOfUser} shall give back
   */
  static Map<String, String> of(ImageConfig config, List<Integer> groupsOfUser) {
    Map<String, String> annotations = new LinkedHashMap<>();
    config
        .entrypoint()
        .filter(list -> !list.isEmpty())
        .ifPresent(list -> annotations.put(ENTRYPOINT, array(list)));
    config
        .cmd()
        .filter(list -> !list.isEmpty())
        .ifPresent(list -> annotations.put(CMD, array(list)));
    if (!config.user().isEmpty()) {
      annotations.put(USER, config.user());
    }
    if (!groupsOfUser.isEmpty()) {
      StringJoiner groups = new StringJoiner(",");
      groupsOfUser.forEach(gid -> groups.add(gid.toString()));
      annotations.put(GROUPS_OF_USER, groups.toString());
    }
    config.stopSignal().ifPresent(signal -> annotations.put(STOP_SIGNAL, signal));
    config.healthCheck().ifPresent(check -> annotations.put(HEALTH_CHECK, healthCheck(check)));
    if (!config.onBuild().isEmpty()) {
      annotations.put(ON_BUILD, array(config.onBuild()));
    }
    config.shell().ifPresent(list -> annotations.put(SHELL, array(list)));
    return annotations;
  }

  /**
   * Restores what the annotations below {@code io.github.baci/} keep, but for the user. One that
   * holds something else than this class writes is left out.
   */
  static void restore(Annotations annotations, ImageConfigBuilder config) {
    config.stopSignal(annotations.find(STOP_SIGNAL));
    annotations.find(HEALTH_CHECK).flatMap(DockerAnnotations::parse).ifPresent(readHealth(config));
    strings(annotations, ON_BUILD).ifPresent(config::onBuild);
    config.shell(strings(annotations, SHELL));
  }

  /** Returns the user as the Dockerfile has it, if the annotations keep it. */
  static Optional<String> user(Annotations annotations) {
    return annotations.find(USER);
  }

  /** Returns which of the app's further groups come of the image's accounts, as decimal numbers. */
  static Set<String> groupsOfUser(Annotations annotations) {
    return annotations
        .find(GROUPS_OF_USER)
        .map(text -> (Set<String>) new HashSet<>(Arrays.asList(text.split(",", -1))))
        .orElse(Set.of());
  }

  /** Returns the list of strings that an annotation holds as a JSON array. */
  static Optional<List<String>> strings(Annotations annotations, String name) {
    return annotations
        .find(name)
        .flatMap(DockerAnnotations::parse)
        .flatMap(DockerAnnotations::strings);
  }

  private static Optional<List<String>> strings(JsonNode node) {
    if (!node.isArray()
        || !StreamSupport.stream(node.spliterator(), false).allMatch(JsonNode::isTextual)) {
      return Optional.empty();
    }
    List<String> list = new ArrayList<>(node.size());
    node.forEach(item -> list.add(item.textValue()));
    return Optional.of(list);
  }

  /** Writes times in nanoseconds, as Docker does. */
  private static String healthCheck(HealthCheck check) {
    return JsonText.of(
        json -> {
          json.startObject();
          json.name("Test");
          JsonText.write(check.test(), json);
          writeTime("Interval", check.interval(), json);
          writeTime("Timeout", check.timeout(), json);
          writeTime("StartPeriod", check.startPeriod(), json);
          writeTime("StartInterval", check.startInterval(), json);
          if (check.retries().isPresent()) {
            json.field("Retries", check.retries().get());
          }
          json.endObject();
        });
  }

  private static void writeTime(String field, Optional<Duration> time, JsonWriter json) {
    if (time.isPresent()) {
      json.field(field, time.get().toNanos());
    }
  }

  private static Consumer<JsonNode> readHealth(ImageConfigBuilder config) {
    return json ->
        strings(json.path("Test"))
            .ifPresent(
                test ->
                    config.healthCheck(
                        Optional.of(
                            new HealthCheck(
                                test,
                                duration(json, "Interval"),
                                duration(json, "Timeout"),
                                duration(json, "StartPeriod"),
                                duration(json, "StartInterval"),
                                json.path("Retries").isInt()
                                    ? Optional.of(json.path("Retries").intValue())
                                    : Optional.empty()))));
  }

  private static Optional<Duration> duration(JsonNode json, String field) {
    return json.path(field).isIntegralNumber()
        ? Optional.of(Duration.ofNanos(json.path(field).longValue()))
        : Optional.empty();
  }

  private static String array(List<String> items) {
    return JsonText.of(json -> JsonText.write(items, json));
  }

  private static Optional<JsonNode> parse(String json) {
    try {
      return Optional.of(JsonTree.read(json));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
