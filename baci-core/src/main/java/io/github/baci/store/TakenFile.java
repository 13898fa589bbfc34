package io.github.baci.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * An output file of which a stretch is kept while the rest is written anew: holds the rest as it
 * was, which is put back if the new file is not completed.
 *
 * @param mark by what the file was known
 * @param head what stood before the stretch
 * @param tail what stood behind it
 */
record TakenFile(OutputMark mark, byte[] head, byte[] tail) {
  /** What is not kept is held in memory: more of it is not taken. */
  private static final long MOST_REST = 16 << 20;

  /** Returns whether the rest is small enough to be held. */
  static boolean isTaken(OutputMark mark, KnownOutput.Stretch stretch) {
    return stretch.from() + mark.size() - stretch.to() <= MOST_REST;
  }

  /** Reads the rest of a file, and cuts it off behind the stretch. */
  static TakenFile take(FileChannel channel, OutputMark mark, KnownOutput.Stretch stretch)
      throws IOException {
    byte[] head = bytes(channel, 0, stretch.from());
    byte[] tail = bytes(channel, stretch.to(), mark.size() - stretch.to());
    channel.truncate(stretch.to());
    return new TakenFile(mark, head, tail);
  }

  private static byte[] bytes(FileChannel channel, long from, long length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate((int) length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new EOFException();
      }
    }
    return buffer.array();
  }

  /**
   * Puts the file back where it was, as it was; if that fails, it is gone, and the next build
   * writes it anew. A thread that was interrupted does so too.
   *
   * @param temporary where it is now
   */
  void putBack(Path temporary, Path target) throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        long end = mark.size() - tail.length;
        channel.truncate(end);
        write(channel, head, 0);
        write(channel, tail, end);
      }
      Files.setLastModifiedTime(temporary, FileTime.from(mark.modified(), TimeUnit.NANOSECONDS));
      Files.move(temporary, target); // not over one that has come meanwhile
    } finally {
      Files.deleteIfExists(temporary);
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void write(FileChannel channel, byte[] bytes, long position) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer, position + buffer.position());
    }
  }
}
