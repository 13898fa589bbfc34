package io.github.baci.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.baci.api.Digest;
import io.github.baci.api.Platform;
import io.github.baci.image.HealthCheck;
import io.github.baci.image.ImageConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes image configurations as OCI defines them, with Docker's extensions {@code Healthcheck},
 * {@code OnBuild} and {@code Shell}. The same config gives the same bytes.
 */
public final class OciConfigWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private OciConfigWriter(JsonGenerator json) {
    this.json = json;
  }

  /** Returns the document, in UTF-8 and without white space. */
  public static byte[] write(OciConfig config) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      new OciConfigWriter(json).document(config);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private void document(OciConfig document) throws IOException {
    ImageConfig config = document.config();
    Platform platform = document.platform();
    json.writeStartObject();
    time("created", config.created());
    text("author", config.author());
    json.writeStringField("architecture", platform.architecture());
    text("variant", platform.variant());
    json.writeStringField("os", platform.os());
    json.writeObjectFieldStart("config");
    run(config);
    json.writeEndObject();
    json.writeObjectFieldStart("rootfs");
    json.writeStringField("type", "layers");
    json.writeArrayFieldStart("diff_ids");
    for (Digest diffId : document.diffIds()) {
      json.writeString(diffId.toString());
    }
    json.writeEndArray();
    json.writeEndObject();
    history(config.history());
    json.writeEndObject();
  }

  private void run(ImageConfig config) throws IOException {
    text("User", Optional.of(config.user()).filter(user -> !user.isEmpty()));
    set("ExposedPorts", config.exposedPorts());
    if (!config.env().isEmpty()) {
      json.writeArrayFieldStart("Env");
      for (Map.Entry<String, String> variable : config.env().entrySet()) {
        json.writeString(variable.getKey() + "=" + variable.getValue());
      }
      json.writeEndArray();
    }
    list("Entrypoint", config.entrypoint());
    list("Cmd", config.cmd());
    set("Volumes", config.volumes());
    text("WorkingDir", Optional.of(config.workingDir()).filter(path -> !path.isEmpty()));
    if (!config.labels().isEmpty()) {
      json.writeObjectFieldStart("Labels");
      for (Map.Entry<String, String> label : config.labels().entrySet()) {
        json.writeStringField(label.getKey(), label.getValue());
      }
      json.writeEndObject();
    }
    text("StopSignal", config.stopSignal());
    if (config.healthCheck().isPresent()) {
      healthCheck(config.healthCheck().get());
    }
    list("OnBuild", Optional.of(config.onBuild()).filter(triggers -> !triggers.isEmpty()));
    list("Shell", config.shell());
  }

  private void healthCheck(HealthCheck check) throws IOException {
    json.writeObjectFieldStart("Healthcheck");
    list("Test", Optional.of(check.test()));
    duration("Interval", check.interval());
    duration("Timeout", check.timeout());
    duration("StartPeriod", check.startPeriod());
    duration("StartInterval", check.startInterval());
    if (check.retries().isPresent()) {
      json.writeNumberField("Retries", check.retries().get());
    }
    json.writeEndObject();
  }

  private void history(List<ImageConfig.History> history) throws IOException {
    if (history.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("history");
    for (ImageConfig.History line : history) {
      json.writeStartObject();
      time("created", line.created());
      text("created_by", Optional.of(line.createdBy()).filter(by -> !by.isEmpty()));
      text("author", line.author());
      text("comment", line.comment());
      if (line.emptyLayer()) {
        json.writeBooleanField("empty_layer", true);
      }
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void time(String field, Optional<Instant> value) throws IOException {
    text(field, value.map(Instant::toString));
  }

  private void duration(String field, Optional<Duration> value) throws IOException {
    if (value.isPresent()) {
      json.writeNumberField(field, value.get().toNanos());
    }
  }

  private void text(String field, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      json.writeStringField(field, value.get());
    }
  }

  private void list(String field, Optional<List<String>> values) throws IOException {
    if (values.isPresent()) {
      json.writeArrayFieldStart(field);
      for (String value : values.get()) {
        json.writeString(value);
      }
      json.writeEndArray();
    }
  }

  private void set(String field, Collection<String> names) throws IOException {
    if (!names.isEmpty()) {
      json.writeObjectFieldStart(field);
      for (String name : names) {
        json.writeObjectFieldStart(name);
        json.writeEndObject();
      }
      json.writeEndObject();
    }
  }
}
