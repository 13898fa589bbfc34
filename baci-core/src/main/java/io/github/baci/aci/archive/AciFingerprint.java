package io.github.baci.aci.archive;

import io.github.baci.aci.types.Dependency;
import io.github.baci.api.AciOptions;
import io.github.baci.api.Digest;
import io.github.baci.image.AppSettings;
import io.github.baci.image.AppSettingsCodec;
import io.github.baci.image.Image;
import io.github.baci.image.ImageConfig;
import io.github.baci.layer.Layer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A digest of all that decides the bytes of an ACI, worked out without reading or composing
 * anything: kept beside the size and time of an output file, it tells whether the file is up to
 * date.
 */
public final class AciFingerprint {
  /** Goes up when the writer makes other bytes of the same image. */
  private static final String VERSION = "2";

  private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();

  private AciFingerprint() {}

  /** Returns the fingerprint of the ACI that {@link AciWriter} makes of an image. */
  public static Digest of(Image image, AciOptions options) {
    return of(image, options, 0, Optional.empty());
  }

  /**
   * Returns the fingerprint of an ACI that depends on another one.
   *
   * @param below how many of the image's layers are in what it depends on
   * @param dependency what it depends on
   */
  public static Digest of(
      Image image, AciOptions options, int below, Optional<Dependency> dependency) {
    AciFingerprint fingerprint = new AciFingerprint();
    fingerprint.add(VERSION);
    fingerprint.add(image.platform().toString());
    fingerprint.add(image.config());
    fingerprint.add(image.layers().stream().map(Layer::diffId).map(Digest::hex).toList());
    fingerprint.add(new TreeMap<>(image.origin()));
    fingerprint.add(options);
    dependency.ifPresent(each -> fingerprint.add(each, below));
    return Digest.sha256(fingerprint.digest.digest());
  }

  private void add(Dependency dependency, int below) {
    add("depends on");
    add(dependency.toString());
    add(Long.toString(dependency.size()));
    add(Integer.toString(below));
  }

  private void add(ImageConfig config) {
    add(config.env());
    addList(config.entrypoint());
    addList(config.cmd());
    add(config.user());
    add(config.workingDir());
    add(config.exposedPorts());
    add(config.volumes());
    add(config.labels());
    add(config.stopSignal().map(Object::toString));
    add(config.healthCheck().isPresent() ? "health check" : "");
    config
        .healthCheck()
        .ifPresent(
            check -> {
              add(check.test());
              add(check.interval().map(Object::toString));
              add(check.timeout().map(Object::toString));
              add(check.startPeriod().map(Object::toString));
              add(check.startInterval().map(Object::toString));
              add(check.retries().map(Object::toString));
            });
    add(config.onBuild());
    addList(config.shell());
    add(config.author());
    add(config.created().map(Object::toString));
    add(config.appSettings());
  }

  private void add(AppSettings settings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      AppSettingsCodec.write(new DataOutputStream(bytes), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not of a stream in memory
    }
    digest.update(bytes.toByteArray());
  }

  private void add(AciOptions options) {
    add(options.name());
    add(options.labels());
    add(options.annotations());
    options
        .isolators()
        .forEach(
            (name, value) -> {
              add(name);
              add(value.toString());
            });
    add("event handlers");
    options
        .eventHandlers()
        .forEach(
            (event, exec) -> {
              add(event);
              add(exec);
            });
    add("names");
    add(options.portNames());
    add(options.mountPointNames());
    add(options.compression().name());
  }

  private void add(Map<String, String> map) {
    digest.update(ByteBuffer.allocate(4).putInt(map.size()).flip());
    map.forEach(
        (key, value) -> {
          add(key);
          add(value);
        });
  }

  private void add(Collection<String> texts) {
    digest.update(ByteBuffer.allocate(4).putInt(texts.size()).flip());
    texts.forEach(this::add);
  }

  private void addList(Optional<? extends Collection<String>> texts) {
    add(texts.isPresent() ? "list" : "");
    texts.ifPresent(this::add);
  }

  private void add(Optional<String> text) {
    add(text.isPresent() ? "text" : "");
    text.ifPresent(this::add);
  }

  /** The length before each text keeps two lists apart that differ in where a text ends. */
  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    digest.update(bytes);
  }
}
