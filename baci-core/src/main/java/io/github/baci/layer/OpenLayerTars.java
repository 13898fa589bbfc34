package io.github.baci.layer;

import io.github.baci.api.BaciException;
import io.github.baci.stream.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the bytes of the files of a tree from the tars of its layers. Keeps the tars open until it
 * is closed. For one thread: an interrupt closes the channels.
 */
public final class OpenLayerTars implements AutoCloseable {
  private final Map<Path, LayerReader> readers = new HashMap<>();

  /**
   * Returns the tar that holds the bytes of a file, from {@link LayerEntry.RegularFile#offset} on.
   * What is read of it is checked.
   *
   * @throws BaciException if the tar has vanished from the store
   */
  public PositionedInput bytes(TreeNode node) throws IOException {
    Path tar = node.layer().tar();
    LayerReader reader = readers.get(tar);
    if (reader == null || !reader.isOpen()) {
      reader = node.layer().open();
      readers.put(tar, reader);
    }
    return reader;
  }

  /**
   * Returns the bytes of a file as a stream, to be read before this is closed.
   *
   * @throws IllegalArgumentException if the node is no regular file
   */
  public InputStream open(TreeNode node) throws IOException {
    LayerEntry.RegularFile file = file(node);
    return new Range(bytes(node), file.offset(), file.size(), node.layer().tar());
  }

  /**
   * Returns the bytes of a file.
   *
   * @param limit how many bytes it may have at most
   * @throws BaciException if it has more
   * @throws IllegalArgumentException if the node is no regular file
   */
  public byte[] read(TreeNode node, int limit) throws IOException {
    LayerEntry.RegularFile file = file(node);
    if (file.size() > limit) {
      throw new BaciException(
          "'%s' has %,d bytes; only up to %,d bytes are read of such a file"
              .formatted(file.path(), file.size(), limit));
    }
    try (InputStream in = open(node)) {
      return in.readNBytes((int) file.size());
    }
  }

  private static LayerEntry.RegularFile file(TreeNode node) {
    if (node.entry() instanceof LayerEntry.RegularFile file) {
      return file;
    }
    throw new IllegalArgumentException("not a regular file: " + node);
  }

  @Override
  public void close() {
    readers.values().forEach(LayerReader::close);
    readers.clear();
  }

  private static final class Range extends BlockInputStream {
    private final PositionedInput channel;
    private final Path tar;
    private long position;
    private long left;

    Range(PositionedInput channel, long position, long left, Path tar) {
      this.channel = channel;
      this.position = position;
      this.left = left;
      this.tar = tar;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, (int) Math.min(length, left));
      int count = channel.read(buffer, position);
      if (count < 0) {
        throw new BaciException(
            "the layer '%s' is cut off; delete it and build again".formatted(tar));
      }
      position += count;
      left -= count;
      return count;
    }

    @Override
    public long skip(long count) {
      long step = Math.max(0, Math.min(count, left));
      position += step;
      left -= step;
      return step;
    }

    @Override
    public int available() {
      return (int) Math.min(left, Integer.MAX_VALUE);
    }
  }
}
