package io.github.baci.plan;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.image.ImageConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Plans the Dockerfile of a row as if all images existed whose names do not start with nosuch. */
public final class PlannedRow {
  private PlannedRow() {}

  /**
   * Plans and evaluates.
   *
   * @param row has {@code args}, {@code target} and {@code baseConfig}, if they matter
   */
  public static EvaluatedPlan evaluate(JsonNode row, Dockerfile dockerfile)
      throws InterruptedException {
    return Planner.plan(dockerfile, options(row)).evaluate(input -> config(row, input));
  }

  static PlanOptions options(JsonNode row) {
    Map<String, String> args = new LinkedHashMap<>();
    row.path("args").properties().forEach(e -> args.put(e.getKey(), e.getValue().asText()));
    row.path("frontendAttrs")
        .properties()
        .forEach(e -> args.put(e.getKey().replaceFirst("^build-arg:", ""), e.getValue().asText()));
    Platform platform = Platform.parse("linux/amd64");
    return new PlanOptions(
        args,
        Optional.ofNullable(row.path("target").asText(null)),
        Map.of(),
        Map.of(),
        platform,
        platform,
        Optional.empty(),
        ignored(row.path("dockerignore").asText("")));
  }

  static ImageConfig config(JsonNode row, StageInput input) {
    if (input instanceof StageInput.Image image && image.reference().startsWith("nosuch")) {
      throw new BaciException(
          "docker.io/library/%s:latest: not found".formatted(image.reference()));
    }
    return row.has("baseConfig")
        ? ConfigJson.read(row.get("baseConfig"))
        : ImageConfig.EMPTY.toBuilder().env("PATH", ImageConfig.DEFAULT_PATH).build();
  }

  /** Knows names and single stars, which is all that the rows need. */
  private static Predicate<String> ignored(String content) {
    if (content.contains("!") || content.isBlank()) {
      return path -> false;
    }
    return path ->
        content
            .lines()
            .filter(line -> !line.isBlank())
            .anyMatch(line -> path.matches(line.replace(".", "\\.").replace("*", "[^/]*")));
  }
}
