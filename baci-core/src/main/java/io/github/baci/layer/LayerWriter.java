package io.github.baci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/**
 * Writes one layer. The bytes depend on what is added and its order alone. Closed without {@link
 * #commit}, nothing is left.
 */
public interface LayerWriter extends AutoCloseable {

  /**
   * Adds anything but a regular file.
   *
   * @throws IllegalArgumentException for a regular file, whose bytes would be missing
   */
  void add(LayerEntry entry) throws IOException;

  /**
   * Adds a regular file.
   *
   * @param size the length in bytes; the stream must give exactly that many
   * @return the entry as it stands in the layer
   */
  LayerEntry.RegularFile addFile(String path, Attributes attributes, long size, InputStream content)
      throws IOException;

  /**
   * Adds a regular file whose bytes are a range of another file, copied without passing through the
   * heap where the system can.
   */
  LayerEntry.RegularFile addFile(
      String path, Attributes attributes, long size, FileChannel source, long position)
      throws IOException;

  /** Ends the tar and puts layer and index into the store, if they are not there already. */
  Layer commit() throws IOException;

  @Override
  void close();
}
