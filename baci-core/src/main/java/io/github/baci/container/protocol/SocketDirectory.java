package io.github.baci.container.protocol;

import io.github.baci.container.syscall.FileCalls;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The directory that the sockets are in. Linux takes no more than 107 bytes for the path of a
 * socket: where the directory's path is longer, it is named by a descriptor.
 */
public final class SocketDirectory implements AutoCloseable {
  private static final int LONGEST_DIRECTORY = 90;

  private final Path directory;
  private final int descriptor;

  /** Opens the directory, if it has to be. */
  public SocketDirectory(Path directory) throws IOException {
    this.directory = directory;
    boolean isLong =
        directory.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_DIRECTORY;
    this.descriptor = isLong ? FileCalls.openDirectory(FileCalls.CWD, directory.toString()) : -1;
  }

  /** Returns the address of the socket that the host listens on for the builder. */
  public UnixDomainSocketAddress host() {
    return address("host");
  }

  /** Returns the address of the socket that the builder listens on for runs. */
  public UnixDomainSocketAddress builder() {
    return address("builder");
  }

  private UnixDomainSocketAddress address(String name) {
    return UnixDomainSocketAddress.of(
        descriptor < 0 ? directory.resolve(name) : Path.of("/proc/self/fd/" + descriptor, name));
  }

  @Override
  public void close() {
    if (descriptor >= 0) {
      FileCalls.close(descriptor);
    }
  }
}
