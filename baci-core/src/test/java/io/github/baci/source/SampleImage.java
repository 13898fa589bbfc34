package io.github.baci.source;

import io.github.baci.api.Digest;
import io.github.baci.oci.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A small image made for a test: its documents and blobs as a registry or a layout holds them. */
public final class SampleImage {
  final Map<Digest, byte[]> blobs = new LinkedHashMap<>();
  final List<Digest> layerBlobs = new ArrayList<>();
  final List<Digest> diffIds = new ArrayList<>();
  final byte[] config;
  final byte[] manifest;

  /** Makes an image of one layer for each name, which holds a file of that name. */
  SampleImage(String architecture, String... names) throws IOException {
    List<String> layers = new ArrayList<>();
    for (String name : names) {
      byte[] tar = tar(name, content(name));
      byte[] blob = gzip(tar);
      diffIds.add(Digest.sha256Of(tar));
      layerBlobs.add(Digest.sha256Of(blob));
      blobs.put(Digest.sha256Of(blob), blob);
      layers.add(descriptor(MediaTypes.OCI_LAYER_GZIP, blob));
    }
    config =
        utf8(
            """
            {"architecture":"%s","os":"linux","config":{"Env":["A=1","B=x=y"],"Cmd":["/bin/true"]},
            "rootfs":{"type":"layers","diff_ids":[%s]}}\
            """
                .formatted(
                    architecture,
                    String.join(",", diffIds.stream().map(id -> "\"" + id + "\"").toList())));
    blobs.put(Digest.sha256Of(config), config);
    manifest =
        utf8(
            "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
                .formatted(
                    MediaTypes.OCI_MANIFEST,
                    descriptor(MediaTypes.OCI_CONFIG, config),
                    String.join(",", layers)));
  }

  /** Returns the manifest of an artifact, as of a signature, that is no image. */
  static byte[] artifact() {
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"artifactType\":\"application/vnd.example.sbom\",\"config\":%s,\"layers\":[]}"
            .formatted(
                MediaTypes.OCI_MANIFEST,
                descriptor("application/vnd.oci.empty.v1+json", utf8("{}"))));
  }

  /** Returns an index of manifests that says nothing of what platforms they are for. */
  static byte[] silentIndex(byte[]... manifests) {
    List<String> entries = new ArrayList<>();
    for (byte[] manifest : manifests) {
      entries.add(descriptor(MediaTypes.OCI_MANIFEST, manifest));
    }
    return utf8(
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
            .formatted(MediaTypes.OCI_INDEX, String.join(",", entries)));
  }

  static byte[] content(String name) {
    byte[] content = new byte[300_000];
    new Random(name.hashCode()).nextBytes(content);
    return content;
  }

  static String descriptor(String mediaType, byte[] blob) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}"
        .formatted(mediaType, Digest.sha256Of(blob), blob.length);
  }

  static byte[] tar(String name, byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(content.length);
      entry.setModTime(0L);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    }
    return bytes.toByteArray();
  }

  public static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    }
    return bytes.toByteArray();
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
