package io.github.baci.container.protocol;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** Sends and receives messages over a connection. One thread may receive while others send. */
public final class MessageChannel implements Closeable {
  private static final int LARGEST_FRAME = 256 << 20;

  private final SocketChannel channel;
  private final Object sending = new Object();
  private ByteBuffer incoming = ByteBuffer.allocate(128 << 10).limit(0);

  /** Takes a connection in blocking mode. */
  public MessageChannel(SocketChannel channel) {
    this.channel = channel;
  }

  /** Sends a message. */
  public void send(Message message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(0);
      MessageCodec.write(message, out);
    }
    ByteBuffer frame = ByteBuffer.wrap(bytes.toByteArray());
    frame.putInt(0, frame.limit() - 4);
    synchronized (sending) {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    }
  }

  /**
   * Waits for a message.
   *
   * @return empty if the other side has closed the connection
   */
  public Optional<Message> receive() throws IOException {
    if (!fill(4)) {
      return Optional.empty();
    }
    int length = incoming.getInt();
    if (length < 0 || length > LARGEST_FRAME) {
      throw new IOException("a frame of " + length + " bytes");
    }
    if (!fill(length)) {
      throw new EOFException("the connection ended within a message");
    }
    byte[] frame = new byte[length];
    incoming.get(frame);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame))) {
      return Optional.of(MessageCodec.read(in));
    }
  }

  /** Reads until that many bytes are there; false if there are none at all any more. */
  private boolean fill(int count) throws IOException {
    if (incoming.remaining() >= count) {
      return true;
    }
    if (incoming.capacity() < count) {
      incoming = ByteBuffer.allocate(count).put(incoming).flip();
    }
    incoming.compact();
    while (incoming.position() < count) {
      if (channel.read(incoming) < 0) {
        if (incoming.position() == 0) {
          incoming.flip();
          return false;
        }
        throw new EOFException("the connection ended within a message");
      }
    }
    incoming.flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
