package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A socket that passes on to another one what comes, and what is answered. */
final class SocketRelay implements Closeable {
  private static final int BUFFER = 16 << 10;

  private final ServerSocketChannel server;
  private final Path target;

  private SocketRelay(ServerSocketChannel server, Path target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Makes a socket.
   *
   * @param place where it is made; its path may be longer than addresses of sockets can be
   * @param target the socket that stands behind it
   */
  static SocketRelay open(Path place, Path target) throws IOException {
    int directory = FileCalls.openDirectory(FileCalls.CWD, place.resolveSibling(".").toString());
    try {
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        server.bind(
            UnixDomainSocketAddress.of("/proc/self/fd/" + directory + "/" + place.getFileName()));
      } catch (IOException e) {
        server.close();
        throw e;
      }
      SocketRelay relay = new SocketRelay(server, target);
      daemon(relay::accept);
      return relay;
    } finally {
      FileCalls.close(directory);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "baci-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel here = server.accept();
        SocketChannel there;
        try {
          there = SocketChannel.open(UnixDomainSocketAddress.of(target));
        } catch (IOException e) {
          here.close(); // as if nobody listened
          continue;
        }
        daemon(() -> pass(here, there));
        daemon(() -> pass(there, here));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private static void pass(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException e) {
      closeQuietly(from);
      closeQuietly(to);
    }
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // it is of no use any more
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
