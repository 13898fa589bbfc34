package io.github.baci.oci;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.image.Image;
import io.github.baci.layer.Layer;
import io.github.baci.store.OutputFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes docker archives, as {@code docker load}, podman, buildah and skopeo read them: {@code
 * manifest.json}, the config, each layer uncompressed as {@code DIFFID/layer.tar}, and {@code
 * repositories}, by which old versions of Docker find the name. The bytes depend on the image and
 * its name alone.
 */
public final class DockerWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private DockerWriter() {}

  /**
   * Writes a docker archive. The file that was there stays until the new one is complete.
   *
   * @param name the name that the image has once it is loaded, without a tag; without one it is
   *     known by its digest alone
   * @param tag the tag of the name
   * @param file where the archive is written; its directory is made where it is missing
   * @throws BaciException if the file cannot be written
   */
  public static WrittenDockerArchive write(
      Image image, Optional<String> name, String tag, Path file)
      throws IOException, InterruptedException {
    byte[] config = OciConfigWriter.write(OciConfig.of(image));
    Digest configDigest = Digest.sha256Of(config);
    try (OutputFile out = OutputFile.create(file)) {
      ImageTar tar = new ImageTar(out);
      tar.file("manifest.json", manifest(image, configDigest, name, tag));
      if (name.isPresent() && !image.layers().isEmpty()) {
        tar.file("repositories", repositories(image, name.get(), tag));
      }
      tar.file(configPath(configDigest), config);
      Set<Layer> layers = new LinkedHashSet<>(image.layers());
      for (Layer layer : layers) {
        tar.directory(layer.diffId().hex());
        tar.layer(layerPath(layer), layer);
      }
      tar.end();
      out.commit();
      return new WrittenDockerArchive(file, Files.size(file), configDigest);
    } catch (ClosedByInterruptException e) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private static String configPath(Digest config) {
    return config.hex() + ".json";
  }

  private static String layerPath(Layer layer) {
    return layer.diffId().hex() + "/layer.tar";
  }

  private static byte[] manifest(Image image, Digest config, Optional<String> name, String tag)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartArray();
      json.writeStartObject();
      json.writeStringField("Config", configPath(config));
      strings(json, "RepoTags", name.map(text -> List.of(text + ":" + tag)).orElse(List.of()));
      strings(json, "Layers", image.layers().stream().map(DockerWriter::layerPath).toList());
      json.writeEndObject();
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void strings(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  private static byte[] repositories(Image image, String name, String tag) throws IOException {
    Layer top = image.layers().get(image.layers().size() - 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart(name);
      json.writeStringField(tag, top.diffId().hex());
      json.writeEndObject();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }
}
