package io.github.baci.oci;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerReader;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TarHeader;
import io.github.baci.store.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A tar of documents and blobs. Owners and times are 0, so that the same image gives the same
 * bytes.
 */
final class ImageTar {
  private static final int BLOCK = 512;
  private static final int END_OF_TAR = 2 * BLOCK;
  private static final int BUFFER = 256 << 10;

  /** How many bytes a directory takes. */
  static final int DIRECTORY_LENGTH = BLOCK;

  private final OutputFile out;

  ImageTar(OutputFile out) {
    this.out = out;
  }

  /** Returns how many bytes a file takes whose path is as short as all of image layouts are. */
  static long lengthOf(long size) {
    return BLOCK + size + (-size & (BLOCK - 1));
  }

  void directory(String path) throws IOException {
    write(TarHeader.encode(new LayerEntry.Directory(path, attributes(0755))));
  }

  /** Adds a file that is in memory. */
  void file(String path, byte[] bytes) throws IOException {
    header(path, bytes.length);
    write(bytes);
    pad(bytes.length);
  }

  /** Adds a copy of a blob of the store. */
  void blob(String path, CompressedLayer blob, CompressedLayer.InFile content) throws IOException {
    header(path, blob.size());
    content.copy().copy(blob.digest(), content.file(), blob.size(), out);
    pad(blob.size());
  }

  /** Adds the tar of a layer. */
  void layer(String path, Layer layer) throws IOException {
    try (LayerReader in = layer.open()) {
      header(path, in.size());
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      for (long position = 0; position < in.size(); position += buffer.limit()) {
        in.read(buffer.clear(), position);
        out.write(buffer.flip());
      }
      pad(in.size());
    }
  }

  /** Ends the tar. */
  void end() throws IOException {
    write(new byte[END_OF_TAR]);
  }

  private void header(String path, long size) throws IOException {
    write(TarHeader.encode(new LayerEntry.RegularFile(path, attributes(0644), size, 0)));
  }

  private static Attributes attributes(int mode) {
    return Attributes.of(mode, 0, 0, Mtime.EPOCH);
  }

  private void pad(long size) throws IOException {
    write(new byte[(int) (-size & (BLOCK - 1))]);
  }

  private void write(byte[] bytes) throws IOException {
    out.write(bytes, bytes.length);
  }
}
