package io.github.baci.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an ACI has beside the image it is made from. Maps keep their order. */
public final class AciOptions {
  private final String name;
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final Map<String, String> isolators;
  private final Map<String, List<String>> eventHandlers;
  private final Map<String, String> portNames;
  private final Map<String, String> mountPointNames;
  private final AciCompression compression;

  private AciOptions(Builder builder) {
    name = builder.name;
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(builder.labels));
    annotations = Collections.unmodifiableMap(new LinkedHashMap<>(builder.annotations));
    isolators = Collections.unmodifiableMap(new LinkedHashMap<>(builder.isolators));
    eventHandlers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.eventHandlers));
    portNames = Collections.unmodifiableMap(new LinkedHashMap<>(builder.portNames));
    mountPointNames = Collections.unmodifiableMap(new LinkedHashMap<>(builder.mountPointNames));
    compression = builder.compression;
  }

  /**
   * Begins options with a name and nothing else.
   *
   * @param name the image name with labels, as in {@code
   *     example.com/postgres:9.3.6,os=linux,arch=amd64}
   */
  public static Builder builder(String name) {
    return new Builder(name);
  }

  /** Begins others with the same values. */
  public Builder toBuilder() {
    Builder builder = new Builder(name);
    builder.labels = labels;
    builder.annotations = annotations;
    builder.isolators = isolators;
    builder.eventHandlers = eventHandlers;
    builder.portNames = portNames;
    builder.mountPointNames = mountPointNames;
    builder.compression = compression;
    return builder;
  }

  /** Options with a name and nothing else; compressed with gzip. */
  public static AciOptions named(String name) {
    return builder(name).build();
  }

  /** Options with a name and a compression, and nothing else. */
  public static AciOptions named(String name, AciCompression compression) {
    return builder(name).compression(compression).build();
  }

  /**
   * Returns the image name with labels, as in {@code
   * example.com/postgres:9.3.6,os=linux,arch=amd64}.
   */
  public String name() {
    return name;
  }

  /** Returns further labels; they override those in the name. */
  public Map<String, String> labels() {
    return labels;
  }

  /** Returns annotations; they override those that the image gives. */
  public Map<String, String> annotations() {
    return annotations;
  }

  /** Returns isolators: their values, as JSON, by their names. */
  public Map<String, String> isolators() {
    return isolators;
  }

  /** Returns commands by event, {@code pre-start} or {@code post-stop}. */
  public Map<String, List<String>> eventHandlers() {
    return eventHandlers;
  }

  /** Returns port names by port as Docker writes it, {@code 80/tcp}. */
  public Map<String, String> portNames() {
    return portNames;
  }

  /** Returns mount point names by path. */
  public Map<String, String> mountPointNames() {
    return mountPointNames;
  }

  /** Returns how the archive is compressed; by default with gzip. */
  public AciCompression compression() {
    return compression;
  }

  /** Puts options together. Not safe for several threads. */
  public static final class Builder {
    private final String name;
    private Map<String, String> labels = Map.of();
    private Map<String, String> annotations = Map.of();
    private Map<String, String> isolators = Map.of();
    private Map<String, List<String>> eventHandlers = Map.of();
    private Map<String, String> portNames = Map.of();
    private Map<String, String> mountPointNames = Map.of();
    private AciCompression compression = AciCompression.GZIP;

    private Builder(String name) {
      this.name = name;
    }

    /** Sets further labels; they override those in the name. */
    public Builder labels(Map<String, String> value) {
      labels = value;
      return this;
    }

    /** Sets annotations; they override those that the image gives. */
    public Builder annotations(Map<String, String> value) {
      annotations = value;
      return this;
    }

    /** Sets isolators: their values, as JSON, by their names. */
    public Builder isolators(Map<String, String> value) {
      isolators = value;
      return this;
    }

    /** Sets commands by event, {@code pre-start} or {@code post-stop}. */
    public Builder eventHandlers(Map<String, List<String>> value) {
      eventHandlers = value;
      return this;
    }

    /** Sets port names by port as Docker writes it, {@code 80/tcp}. */
    public Builder portNames(Map<String, String> value) {
      portNames = value;
      return this;
    }

    /** Sets mount point names by path. */
    public Builder mountPointNames(Map<String, String> value) {
      mountPointNames = value;
      return this;
    }

    /** Sets how the archive is compressed; by default with gzip. */
    public Builder compression(AciCompression value) {
      compression = value;
      return this;
    }

    /** Returns the options. */
    public AciOptions build() {
      return new AciOptions(this);
    }
  }
}
