package io.github.baci.oci;

import io.github.baci.api.Digest;
import io.github.baci.store.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The tar of an OCI image layout (OCI image specification, "Image Layout"). */
final class OciArchive {
  private static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

  private final ImageTar tar;
  private final Set<Digest> blobs = new HashSet<>();

  OciArchive(OutputFile out) {
    this.tar = new ImageTar(out);
  }

  /** Returns how many bytes stand before the layers. */
  static long headLength(byte[] index, byte[] manifest, byte[] config) {
    long length = ImageTar.DIRECTORY_LENGTH * 2;
    for (byte[] each : List.of(LAYOUT, index, manifest, config)) {
      length += ImageTar.lengthOf(each.length);
    }
    return length;
  }

  /** Begins the archive. */
  void start(byte[] index) throws IOException {
    tar.file("oci-layout", LAYOUT);
    tar.file("index.json", index);
    tar.directory("blobs");
    tar.directory("blobs/sha256");
  }

  /** Adds a blob that is in memory, unless the archive has it. */
  void blob(Digest digest, byte[] bytes) throws IOException {
    if (blobs.add(digest)) {
      tar.file(path(digest), bytes);
    }
  }

  /** Adds a layer, unless the archive has it. */
  void blob(CompressedLayer layer) throws IOException {
    if (layer.content() instanceof CompressedLayer.InMemory memory) {
      blob(layer.digest(), memory.bytes());
    } else if (layer.content() instanceof CompressedLayer.InFile file
        && blobs.add(layer.digest())) {
      tar.blob(path(layer.digest()), layer, file);
    }
  }

  /** Takes note of a layer that the archive has already. */
  void has(CompressedLayer layer) {
    blobs.add(layer.digest());
  }

  /** Ends the archive. */
  void end() throws IOException {
    tar.end();
  }

  private static String path(Digest digest) {
    return "blobs/" + digest.toString().replace(':', '/');
  }
}
