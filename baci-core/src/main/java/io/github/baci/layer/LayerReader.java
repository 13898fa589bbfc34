package io.github.baci.layer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;

/**
 * Reads the tar of a layer by position and checks every block that it reads, so that no byte that a
 * disk has changed gets out of the store. Ranges that lie one behind the other are read together.
 * For one thread; an interrupt closes it.
 */
public final class LayerReader implements PositionedInput, Closeable {
  private final Layer layer;
  private final FileChannel channel;
  private final long size;
  private final byte[] held = new byte[BlockChecksums.BLOCK];
  private long heldBlock = -1;

  /**
   * Opens the tar of a layer.
   *
   * @throws io.github.baci.store.DamagedEntryException if it has vanished from the store
   */
  LayerReader(Layer layer) throws IOException {
    this.layer = layer;
    try {
      this.channel = FileChannel.open(layer.tar(), StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw layer.checks().absence().get();
    }
    this.size = channel.size();
  }

  /** Returns the length of the tar in bytes. */
  public long size() {
    return size;
  }

  /** Returns whether it can be read. */
  boolean isOpen() {
    return channel.isOpen();
  }

  /**
   * Reads as many bytes as the target has room for, or as there are.
   *
   * @throws io.github.baci.store.DamagedEntryException if they are not those that were written
   */
  @Override
  public int read(ByteBuffer target, long position) throws IOException {
    if (position >= size) {
      return -1;
    }
    int wanted = (int) Math.min(target.remaining(), size - position);
    int end = target.position() + wanted;
    long at = position;
    while (target.position() < end) {
      int inBlock = (int) (at % BlockChecksums.BLOCK);
      int left = end - target.position();
      int step;
      if (inBlock == 0 && (left >= BlockChecksums.BLOCK || at + left == size)) {
        step = at + left == size ? left : left - left % BlockChecksums.BLOCK;
        readBlocks(target, at, step);
      } else {
        step = copyFromBlock(target, at / BlockChecksums.BLOCK, inBlock, left);
      }
      at += step;
    }
    return wanted;
  }

  /** Reads whole blocks into the target. */
  private void readBlocks(ByteBuffer target, long position, int length) throws IOException {
    ByteBuffer part = target.slice(target.position(), length);
    readFully(part, position);
    for (int start = 0; start < length; start += BlockChecksums.BLOCK) {
      int count = Math.min(BlockChecksums.BLOCK, length - start);
      check((position + start) / BlockChecksums.BLOCK, part.slice(start, count));
    }
    target.position(target.position() + length);
  }

  private int copyFromBlock(ByteBuffer target, long block, int inBlock, int most)
      throws IOException {
    long start = block * BlockChecksums.BLOCK;
    int length = (int) Math.min(BlockChecksums.BLOCK, size - start);
    if (heldBlock != block) {
      heldBlock = -1;
      ByteBuffer whole = ByteBuffer.wrap(held, 0, length);
      readFully(whole, start);
      check(block, whole.flip());
      heldBlock = block;
    }
    int step = Math.min(most, length - inBlock);
    target.put(held, inBlock, step);
    return step;
  }

  private void readFully(ByteBuffer target, long position) throws IOException {
    int begin = target.position();
    while (target.hasRemaining()) {
      if (channel.read(target, position + target.position() - begin) < 0) {
        throw layer.checks().damage().get(); // cut off while it was read
      }
    }
  }

  private void check(long block, ByteBuffer content) {
    if (!layer.checks().checksums().matches(block, content)) {
      throw layer.checks().damage().get();
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It was only read.
    }
  }
}
