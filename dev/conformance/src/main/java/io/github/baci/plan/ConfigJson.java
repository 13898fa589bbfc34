package io.github.baci.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.image.HealthCheck;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Reads and writes the config of an image with the keys of Docker and OCI. */
final class ConfigJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ConfigJson() {}

  static ImageConfig read(JsonNode node) {
    ImageConfigBuilder config = ImageConfig.EMPTY.toBuilder();
    for (String variable : strings(node.path("Env"))) {
      String[] parts = variable.split("=", 2);
      config.env(parts[0], parts[1]);
    }
    list(node, "Entrypoint").ifPresent(value -> config.entrypoint(Optional.of(value)));
    list(node, "Cmd").ifPresent(value -> config.cmd(Optional.of(value)));
    list(node, "Shell").ifPresent(value -> config.shell(Optional.of(value)));
    list(node, "OnBuild").ifPresent(config::onBuild);
    config.user(node.path("User").asText());
    config.workingDir(node.path("WorkingDir").asText());
    node.path("ExposedPorts").fieldNames().forEachRemaining(config::exposedPort);
    node.path("Volumes").fieldNames().forEachRemaining(config::volume);
    node.path("Labels").properties().forEach(e -> config.label(e.getKey(), e.getValue().asText()));
    if (node.has("StopSignal")) {
      config.stopSignal(Optional.of(node.get("StopSignal").asText()));
    }
    if (node.has("Healthcheck")) {
      JsonNode health = node.get("Healthcheck");
      config.healthCheck(
          Optional.of(
              new HealthCheck(
                  strings(health.path("Test")),
                  duration(health, "Interval"),
                  duration(health, "Timeout"),
                  duration(health, "StartPeriod"),
                  duration(health, "StartInterval"),
                  health.has("Retries")
                      ? Optional.of(health.get("Retries").asInt())
                      : Optional.empty())));
    }
    return config.build();
  }

  static ObjectNode write(ImageConfig config) {
    ObjectNode node = JSON.createObjectNode();
    put(node, "User", config.user());
    put(node, "WorkingDir", config.workingDir());
    ArrayNode env = JSON.createArrayNode();
    config.env().forEach((name, value) -> env.add(name + "=" + value));
    putUnlessEmpty(node, "Env", env);
    putUnlessEmpty(node, "Entrypoint", array(config.entrypoint().orElse(List.of())));
    putUnlessEmpty(node, "Cmd", array(config.cmd().orElse(List.of())));
    putUnlessEmpty(node, "Shell", array(config.shell().orElse(List.of())));
    putUnlessEmpty(node, "OnBuild", array(config.onBuild()));
    putUnlessEmpty(node, "ExposedPorts", set(config.exposedPorts()));
    putUnlessEmpty(node, "Volumes", set(config.volumes()));
    ObjectNode labels = JSON.createObjectNode();
    config.labels().forEach(labels::put);
    putUnlessEmpty(node, "Labels", labels);
    config.stopSignal().ifPresent(signal -> put(node, "StopSignal", signal));
    config.healthCheck().ifPresent(health -> node.set("Healthcheck", health(health)));
    return node;
  }

  private static ObjectNode health(HealthCheck health) {
    ObjectNode node = JSON.createObjectNode();
    node.set("Test", array(health.test()));
    putTime(node, "Interval", health.interval());
    putTime(node, "Timeout", health.timeout());
    putTime(node, "StartPeriod", health.startPeriod());
    putTime(node, "StartInterval", health.startInterval());
    health.retries().filter(n -> n != 0).ifPresent(n -> node.put("Retries", n));
    return node;
  }

  private static void putTime(ObjectNode node, String key, Optional<Duration> time) {
    time.filter(t -> !t.isZero()).ifPresent(t -> node.put(key, t.toNanos()));
  }

  private static void put(ObjectNode node, String key, String value) {
    if (!value.isEmpty()) {
      node.put(key, value);
    }
  }

  private static void putUnlessEmpty(ObjectNode node, String key, JsonNode value) {
    if (!value.isEmpty()) {
      node.set(key, value);
    }
  }

  private static ObjectNode set(SortedSet<String> values) {
    ObjectNode node = JSON.createObjectNode();
    values.forEach(value -> node.set(value, JSON.createObjectNode()));
    return node;
  }

  private static ArrayNode array(List<String> values) {
    ArrayNode array = JSON.createArrayNode();
    values.forEach(array::add);
    return array;
  }

  private static Optional<Duration> duration(JsonNode node, String key) {
    return node.has(key) ? Optional.of(Duration.ofNanos(node.get(key).asLong())) : Optional.empty();
  }

  private static Optional<List<String>> list(JsonNode node, String key) {
    return node.hasNonNull(key) ? Optional.of(strings(node.get(key))) : Optional.empty();
  }

  private static List<String> strings(JsonNode array) {
    List<String> values = new ArrayList<>();
    array.forEach(value -> values.add(value.asText()));
    return values;
  }
}
