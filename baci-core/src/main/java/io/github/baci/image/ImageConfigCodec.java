package io.github.baci.image;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes image configs to the store's own records and reads them back, in a binary form that needs
 * no JSON library: what a build with nothing to do reads must not cost the loading of one. Not for
 * exchange with anyone: records of another {@link #VERSION} are made anew.
 */
public final class ImageConfigCodec {
  /** The version of the form; part of the records that hold a config. */
  public static final int VERSION = 2;

  private ImageConfigCodec() {}

  /** Writes a config. */
  public static void write(DataOutput out, ImageConfig config) throws IOException {
    writeMap(out, config.env());
    writeOptionalList(out, config.entrypoint());
    writeOptionalList(out, config.cmd());
    writeText(out, config.user());
    writeText(out, config.workingDir());
    writeList(out, config.exposedPorts());
    writeList(out, config.volumes());
    writeMap(out, config.labels());
    writeOptionalText(out, config.stopSignal());
    out.writeBoolean(config.healthCheck().isPresent());
    if (config.healthCheck().isPresent()) {
      writeHealthCheck(out, config.healthCheck().get());
    }
    writeList(out, config.onBuild());
    writeOptionalList(out, config.shell());
    writeOptionalText(out, config.author());
    writeTime(out, config.created());
    out.writeInt(config.history().size());
    for (ImageConfig.History line : config.history()) {
      writeTime(out, line.created());
      writeText(out, line.createdBy());
      writeOptionalText(out, line.author());
      writeOptionalText(out, line.comment());
      out.writeBoolean(line.emptyLayer());
    }
    AppSettingsCodec.write(out, config.appSettings());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the bytes are something else
   */
  public static ImageConfig read(DataInput in) throws IOException {
    ImageConfigBuilder builder = ImageConfig.EMPTY.toBuilder();
    readPairs(in, builder::env);
    builder.entrypoint(readOptionalList(in)).cmd(readOptionalList(in));
    builder.user(readText(in)).workingDir(readText(in));
    readList(in).forEach(builder::exposedPort);
    readList(in).forEach(builder::volume);
    readPairs(in, builder::label);
    builder.stopSignal(readOptionalText(in));
    builder.healthCheck(in.readBoolean() ? Optional.of(readHealthCheck(in)) : Optional.empty());
    builder.onBuild(readList(in)).shell(readOptionalList(in));
    builder.author(readOptionalText(in)).created(readTime(in));
    int lines = readCount(in);
    for (int i = 0; i < lines; i++) {
      builder.history(
          new ImageConfig.History(
              readTime(in),
              readText(in),
              readOptionalText(in),
              readOptionalText(in),
              in.readBoolean()));
    }
    builder.appSettings(AppSettingsCodec.read(in));
    return builder.build();
  }

  /** Writes a text of any length. */
  public static void writeText(DataOutput out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads what {@link #writeText} wrote. */
  public static String readText(DataInput in) throws IOException {
    byte[] bytes = new byte[readCount(in)];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads how many of something follow. */
  static int readCount(DataInput in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > 1 << 24) {
      throw new IOException("a length of " + count);
    }
    return count;
  }

  private static void writeOptionalText(DataOutput out, Optional<String> text) throws IOException {
    out.writeBoolean(text.isPresent());
    if (text.isPresent()) {
      writeText(out, text.get());
    }
  }

  private static Optional<String> readOptionalText(DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(readText(in)) : Optional.empty();
  }

  private static void writeList(DataOutput out, Collection<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      writeText(out, text);
    }
  }

  private static List<String> readList(DataInput in) throws IOException {
    int count = readCount(in);
    List<String> result = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      result.add(readText(in));
    }
    return result;
  }

  private static void writeOptionalList(DataOutput out, Optional<List<String>> texts)
      throws IOException {
    out.writeBoolean(texts.isPresent());
    if (texts.isPresent()) {
      writeList(out, texts.get());
    }
  }

  private static Optional<List<String>> readOptionalList(DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(readList(in)) : Optional.empty();
  }

  private static void writeMap(DataOutput out, Map<String, String> map) throws IOException {
    out.writeInt(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      writeText(out, entry.getKey());
      writeText(out, entry.getValue());
    }
  }

  private interface PairTaker {
    void take(String key, String value);
  }

  private static void readPairs(DataInput in, PairTaker taker) throws IOException {
    int count = readCount(in);
    for (int i = 0; i < count; i++) {
      taker.take(readText(in), readText(in));
    }
  }

  private static void writeTime(DataOutput out, Optional<Instant> time) throws IOException {
    out.writeBoolean(time.isPresent());
    if (time.isPresent()) {
      Instant instant = time.get();
      out.writeLong(instant.getEpochSecond());
      out.writeInt(instant.getNano());
    }
  }

  private static Optional<Instant> readTime(DataInput in) throws IOException {
    return in.readBoolean()
        ? Optional.of(Instant.ofEpochSecond(in.readLong(), in.readInt()))
        : Optional.empty();
  }

  private static void writeDuration(DataOutput out, Optional<Duration> time) throws IOException {
    out.writeBoolean(time.isPresent());
    if (time.isPresent()) {
      out.writeLong(time.get().toNanos());
    }
  }

  private static Optional<Duration> readDuration(DataInput in) throws IOException {
    return in.readBoolean() ? Optional.of(Duration.ofNanos(in.readLong())) : Optional.empty();
  }

  private static void writeHealthCheck(DataOutput out, HealthCheck check) throws IOException {
    writeList(out, check.test());
    writeDuration(out, check.interval());
    writeDuration(out, check.timeout());
    writeDuration(out, check.startPeriod());
    writeDuration(out, check.startInterval());
    out.writeInt(check.retries().orElse(-1));
  }

  private static HealthCheck readHealthCheck(DataInput in) throws IOException {
    return new HealthCheck(
        readList(in),
        readDuration(in),
        readDuration(in),
        readDuration(in),
        readDuration(in),
        Optional.of(in.readInt()).filter(count -> count >= 0));
  }
}
