package io.github.baci.layer;

import io.github.baci.api.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Writes a new file in large pieces and takes its SHA-256 digest by the way. Pieces of zeros become
 * holes. Beyond the first piece the digest is taken by a second thread, so that it costs no time
 * where there is a second core.
 */
final class TarSink extends OutputStream {
  private static final int PIECE = 256 << 10;
  private static final int PIECES = 4;
  private static final byte[] ZEROS = new byte[PIECE];

  private final FileChannel channel;
  private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
  private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(PIECES);
  private final BlockingQueue<Piece> written = new ArrayBlockingQueue<>(PIECES + 1);
  private final BlockChecksums.Taker checksums = new BlockChecksums.Taker();
  private byte[] current = new byte[PIECE];
  private int count;
  private long flushed;
  private int allocated = 1;
  private @Nullable Thread digester;

  /** Some bytes to digest; the last one has none. */
  private record Piece(byte[] bytes, int length) {}

  TarSink(FileChannel channel) {
    this.channel = channel;
  }

  /** Returns how many bytes were written so far. */
  long position() {
    return flushed + count;
  }

  @Override
  public void write(int b) throws IOException {
    makeRoom();
    current[count++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      makeRoom();
      int step = Math.min(length - done, PIECE - count);
      System.arraycopy(bytes, offset + done, current, count, step);
      count += step;
      done += step;
    }
  }

  void writeZeros(long length) throws IOException {
    for (long left = length; left > 0; left -= PIECE) {
      write(ZEROS, 0, (int) Math.min(left, PIECE));
    }
  }

  /**
   * Copies a stream as far as it goes.
   *
   * @return how many bytes were copied, at most {@code length}
   */
  long copy(InputStream in, long length) throws IOException {
    long done = 0;
    while (done < length) {
      makeRoom();
      int read = in.read(current, count, (int) Math.min(length - done, PIECE - count));
      if (read < 0) {
        return done;
      }
      count += read;
      done += read;
    }
    return done;
  }

  /**
   * Copies a part of a file as far as it goes.
   *
   * @return how many bytes were copied, at most {@code length}
   */
  long copy(PositionedInput source, long position, long length) throws IOException {
    long done = 0;
    while (done < length) {
      makeRoom();
      int step = (int) Math.min(length - done, PIECE - count);
      int read = source.read(ByteBuffer.wrap(current, count, step), position + done);
      if (read < 0) {
        return done;
      }
      count += read;
      done += read;
    }
    return done;
  }

  private void makeRoom() throws IOException {
    if (count == PIECE) {
      if (digester == null) {
        digester = new Thread(this::digestPieces, "baci-layer-digest");
        digester.setDaemon(true);
        digester.start();
      }
      byte[] piece = current;
      put(new Piece(piece, PIECE));
      if (Arrays.equals(piece, ZEROS)) {
        channel.position(channel.position() + PIECE); // a hole: takes no room on the disk
      } else {
        writeOut(piece, PIECE);
      }
      flushed += PIECE;
      count = 0;
      current = allocated < PIECES ? allocate() : take();
    }
  }

  private byte[] allocate() {
    byte[] piece = free.poll();
    if (piece != null) {
      return piece;
    }
    allocated++;
    return new byte[PIECE];
  }

  private void writeOut(byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private void digestPieces() {
    boolean interrupted = false;
    while (true) {
      try {
        Piece piece = written.take();
        if (piece.length == 0) {
          break;
        }
        digest.update(piece.bytes, 0, piece.length);
        checksums.update(piece.bytes, 0, piece.length);
        free.put(piece.bytes);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Writes the rest and returns the digest of everything. The channel stays open. */
  Digest finish() throws IOException {
    writeOut(current, count);
    flushed += count;
    stopDigester();
    digest.update(current, 0, count);
    checksums.update(current, 0, count);
    count = 0;
    return Digest.sha256(digest.digest());
  }

  /** Returns the checksums of everything; to be asked for after {@link #finish}. */
  BlockChecksums checksums() {
    return checksums.finish();
  }

  /** Ends the second thread; nothing more can be written. */
  @Override
  public void close() {
    stopDigester();
  }

  private void stopDigester() {
    if (digester == null) {
      return;
    }
    put(new Piece(current, 0));
    boolean interrupted = false;
    while (digester != null) {
      try {
        digester.join();
        digester = null;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** There is always room: pieces are fewer than places. */
  private void put(Piece piece) {
    written.add(piece);
  }

  private byte[] take() {
    boolean interrupted = false;
    while (true) {
      try {
        byte[] piece = free.take();
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
        return piece;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }
}
