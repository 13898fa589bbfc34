package io.github.baci.oci;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TarHeader;
import io.github.baci.store.Digest;
import io.github.baci.store.OutputFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * The tar of an OCI image layout (OCI image specification, "Image Layout"). Owners and times are 0,
 * so that the same image gives the same bytes.
 */
final class OciArchive {
  private static final byte[] LAYOUT =
      "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
  private static final int BLOCK = 512;
  private static final int END_OF_TAR = 2 * BLOCK;

  private final OutputFile out;
  private final Set<Digest> blobs = new HashSet<>();

  OciArchive(OutputFile out) {
    this.out = out;
  }

  /** Begins the archive. */
  void start(byte[] index) throws IOException {
    file("oci-layout", LAYOUT);
    file("index.json", index);
    directory("blobs");
    directory("blobs/sha256");
  }

  /** Adds a blob that is in memory, unless the archive has it. */
  void blob(Digest digest, byte[] bytes) throws IOException {
    if (blobs.add(digest)) {
      file(path(digest), bytes);
    }
  }

  /** Adds a layer, unless the archive has it. */
  void blob(LayerBlob layer) throws IOException {
    if (layer.content() instanceof LayerBlob.InMemory memory) {
      blob(layer.digest(), memory.bytes());
    } else if (layer.content() instanceof LayerBlob.InFile file && blobs.add(layer.digest())) {
      header(path(layer.digest()), layer.size());
      copy(file.file(), layer.size());
      pad(layer.size());
    }
  }

  /** Ends the archive. */
  void end() throws IOException {
    out.write(new byte[END_OF_TAR], END_OF_TAR);
  }

  private static String path(Digest digest) {
    return "blobs/" + digest.toString().replace(':', '/');
  }

  private void directory(String path) throws IOException {
    write(TarHeader.encode(new LayerEntry.Directory(path, attributes(0755))));
  }

  private void file(String path, byte[] bytes) throws IOException {
    header(path, bytes.length);
    write(bytes);
    pad(bytes.length);
  }

  private void header(String path, long size) throws IOException {
    write(TarHeader.encode(new LayerEntry.RegularFile(path, attributes(0644), size, 0)));
  }

  private static Attributes attributes(int mode) {
    return Attributes.of(mode, 0, 0, Mtime.EPOCH);
  }

  private void copy(Path file, long size) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      out.copy(in, 0, size);
    }
  }

  private void pad(long size) throws IOException {
    write(new byte[(int) (-size & (BLOCK - 1))]);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes, bytes.length);
  }
}
