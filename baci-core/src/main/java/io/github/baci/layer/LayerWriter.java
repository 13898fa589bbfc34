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
   * Adds anything but a regular file. A name that begins with {@code .wh.} is marked as an ordinary
   * one, unless the entry is a whiteout.
   *
   * @throws IllegalArgumentException for a regular file, whose bytes would be missing
   */
  void add(LayerEntry entry) throws IOException;

  /**
   * Adds a regular file.
   *
   * @param size the length in bytes; the stream must give exactly that many
   * @return the entry as it stands in the layer
   * @throws io.github.baci.api.BaciException if the stream gives fewer or more: the file was
   *     changed while it was read
   */
  LayerEntry.RegularFile addFile(String path, Attributes attributes, long size, InputStream content)
      throws IOException;

  /**
   * Adds a regular file whose bytes are a range of another file.
   *
   * @return the entry as it stands in the layer
   * @throws io.github.baci.api.BaciException if the range ends early
   */
  default LayerEntry.RegularFile addFile(
      String path, Attributes attributes, long size, PositionedInput source, long position)
      throws IOException {
    return addFile(path, attributes, size, source, position, Holes.NONE);
  }

  /**
   * Adds a regular file whose bytes are a range of another file, and in whose holes nothing is
   * read.
   *
   * @param holes the holes of the other file
   * @return the entry as it stands in the layer
   * @throws io.github.baci.api.BaciException if the range ends early
   */
  LayerEntry.RegularFile addFile(
      String path,
      Attributes attributes,
      long size,
      PositionedInput source,
      long position,
      Holes holes)
      throws IOException;

  /** Adds a regular file whose bytes are a range of another file, which is read by position. */
  default LayerEntry.RegularFile addFile(
      String path, Attributes attributes, long size, FileChannel source, long position)
      throws IOException {
    return addFile(path, attributes, size, (PositionedInput) source::read, position);
  }

  /** Ends the tar and puts layer and index into the store, if they are not there already. */
  Layer commit() throws IOException;

  @Override
  void close();
}
