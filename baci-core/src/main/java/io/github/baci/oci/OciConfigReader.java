package io.github.baci.oci;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.HealthCheck;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads image configurations, as OCI and Docker write them. */
public final class OciConfigReader {
  /** What Go writes for a time that was never set. */
  private static final Instant GO_ZERO_TIME = Instant.parse("0001-01-01T00:00:00Z");

  private OciConfigReader() {}

  /**
   * Reads an image configuration.
   *
   * <p>Where the document names no operating system, it is Linux; where it names no architecture,
   * this machine's. Durations and counts of a health check that are 0 are not set. An environment
   * variable that is there twice has its last value.
   *
   * @param json the document
   * @param origin what the document is, for messages, as in {@code the config of debian:bookworm}
   * @throws BaciException if it is no JSON or a field has the wrong type
   */
  public static OciConfig read(byte[] json, String origin) {
    JsonReader document = JsonReader.parse(json, origin);
    return new OciConfig(platform(document), config(document), diffIds(document));
  }

  private static Platform platform(JsonReader document) {
    Platform here = Platform.current();
    String os = document.text("os").orElse("linux");
    String architecture = document.text("architecture").orElse(here.architecture());
    return Platform.parse(
        os + "/" + architecture + document.text("variant").map(v -> "/" + v).orElse(""));
  }

  private static List<Digest> diffIds(JsonReader document) {
    List<Digest> result = new ArrayList<>();
    JsonReader rootfs = document.object("rootfs");
    for (String text : rootfs.texts("diff_ids").orElse(List.of())) {
      result.add(rootfs.toDigest("diff_ids", text));
    }
    return result;
  }

  private static ImageConfig config(JsonReader document) {
    JsonReader run = document.object("config");
    ImageConfigBuilder builder =
        ImageConfig.EMPTY.toBuilder()
            .entrypoint(run.texts("Entrypoint"))
            .cmd(run.texts("Cmd"))
            .user(run.text("User").orElse(""))
            .workingDir(run.text("WorkingDir").orElse(""))
            .stopSignal(run.text("StopSignal"))
            .healthCheck(healthCheck(run.object("Healthcheck")))
            .onBuild(run.texts("OnBuild").orElse(List.of()))
            .shell(run.texts("Shell"))
            .author(document.text("author"))
            .created(time(document));
    for (String variable : run.texts("Env").orElse(List.of())) {
      int end = variable.indexOf('=');
      if (end != 0 && !variable.isEmpty()) {
        builder.env(
            end < 0 ? variable : variable.substring(0, end),
            end < 0 ? "" : variable.substring(end + 1));
      }
    }
    names(run, "ExposedPorts").forEach(builder::exposedPort);
    names(run, "Volumes").forEach(builder::volume);
    JsonReader labels = run.object("Labels");
    for (Map.Entry<String, JsonNode> label : labels.node().properties()) {
      builder.label(label.getKey(), labels.text(label.getKey()).orElse(""));
    }
    for (JsonReader line : document.objects("history")) {
      builder.history(
          new ImageConfig.History(
              time(line),
              line.text("created_by").orElse(""),
              line.text("author"),
              line.text("comment"),
              line.flag("empty_layer")));
    }
    return builder.build();
  }

  /** Returns the keys of a JSON object that is used as a set. */
  private static List<String> names(JsonReader run, String field) {
    List<String> result = new ArrayList<>();
    run.object(field).node().fieldNames().forEachRemaining(result::add);
    return result;
  }

  private static Optional<HealthCheck> healthCheck(JsonReader check) {
    List<String> test = check.texts("Test").orElse(List.of());
    if (test.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HealthCheck(
            test,
            duration(check, "Interval"),
            duration(check, "Timeout"),
            duration(check, "StartPeriod"),
            duration(check, "StartInterval"),
            Optional.of(Math.toIntExact(check.number("Retries"))).filter(count -> count != 0)));
  }

  private static Optional<Duration> duration(JsonReader check, String field) {
    long nanos = check.number(field);
    return nanos == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(nanos));
  }

  private static Optional<Instant> time(JsonReader object) {
    return object
        .text("created")
        .map(
            text -> {
              try {
                return Instant.parse(text);
              } catch (DateTimeParseException e) {
                throw object.wrong("created", "a time as RFC 3339 has it, not '" + text + "'");
              }
            })
        .filter(time -> !time.equals(GO_ZERO_TIME));
  }
}
