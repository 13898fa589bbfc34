package io.github.baci.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image for linux/amd64 in OCI's image layout, written without baci's own code. */
public final class SampleLayout {
  private final List<byte[]> layers = new ArrayList<>();
  private String history = "";

  /** Adds a layer of files by path; a path that ends in {@code /} is a directory. */
  public SampleLayout layer(Map<String, String> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        byte[] content = file.getValue().getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(content.length);
        entry.setModTime(1_000_000_000_000L);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    layers.add(bytes.toByteArray());
    return this;
  }

  /** Gives the config a history: the JSON of its lines, as many as there are layers. */
  public SampleLayout history(String lines) {
    history = ",\"history\":[" + lines + "]";
    return this;
  }

  /** Writes the layout; its image has the tag {@code latest}. */
  public Path write(Path directory) throws IOException {
    List<String> diffIds = new ArrayList<>();
    List<String> blobs = new ArrayList<>();
    for (byte[] layer : layers) {
      diffIds.add("\"sha256:" + sha256(layer) + "\"");
      blobs.add(blob(directory, "application/vnd.oci.image.layer.v1.tar", layer));
    }
    String config =
        """
        {"architecture":"amd64","os":"linux","config":{"Env":["BASE=1"],"Cmd":["/bin/sh"]},
        "rootfs":{"type":"layers","diff_ids":[%s]}%s}\
        """
            .formatted(String.join(",", diffIds), history);
    String manifest =
        "{\"schemaVersion\":2,\"config\":%s,\"layers\":[%s]}"
            .formatted(
                blob(directory, "application/vnd.oci.image.config.v1+json", config.getBytes(UTF_8)),
                String.join(",", blobs));
    String described =
        blob(directory, "application/vnd.oci.image.manifest.v1+json", manifest.getBytes(UTF_8));
    Files.writeString(
        directory.resolve("index.json"),
        "{\"schemaVersion\":2,\"manifests\":[%s]}"
            .formatted(
                described.replaceFirst(
                    "}$", ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"latest\"}}")));
    Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return directory;
  }

  private static String blob(Path directory, String mediaType, byte[] content) throws IOException {
    Path blobs = Files.createDirectories(directory.resolve("blobs/sha256"));
    Files.write(blobs.resolve(sha256(content)), content);
    return "{\"mediaType\":\"%s\",\"digest\":\"sha256:%s\",\"size\":%d}"
        .formatted(mediaType, sha256(content), content.length);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
