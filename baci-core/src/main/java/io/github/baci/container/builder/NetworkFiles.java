package io.github.baci.container.builder;

import io.github.baci.api.NetworkMode;
import io.github.baci.container.ContainerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The files of /etc that tell a container its names and where names are looked up. */
final class NetworkFiles {
  /** The files, by their names in /etc. */
  static final List<String> NAMES = List.of("resolv.conf", "hosts", "hostname");

  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");
  private static final Path BEHIND_STUB = Path.of("/run/systemd/resolve/resolv.conf");

  private NetworkFiles() {}

  /** Writes the files to a directory. */
  static void write(Path directory, ContainerSpec spec) throws IOException {
    String own = spec.hostname().isEmpty() ? "" : "127.0.0.1\t" + spec.hostname() + "\n";
    Files.writeString(directory.resolve("hostname"), spec.hostname() + "\n");
    Files.writeString(
        directory.resolve("hosts"),
        """
        127.0.0.1\tlocalhost
        ::1\tlocalhost ip6-localhost ip6-loopback
        fe00::0\tip6-localnet
        ff00::0\tip6-mcastprefix
        ff02::1\tip6-allnodes
        ff02::2\tip6-allrouters
        """
            + own);
    Files.writeString(
        directory.resolve("resolv.conf"), spec.network() == NetworkMode.HOST ? resolvConf() : "");
  }

  /**
   * Returns the machine's name servers. The stub of systemd-resolved serves, as the container has
   * the machine's network, unless it is named while the real list is all that works.
   */
  private static String resolvConf() throws IOException {
    Path file = Files.isReadable(RESOLV_CONF) ? RESOLV_CONF : BEHIND_STUB;
    if (!Files.isReadable(file)) {
      return "";
    }
    return Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#") && !line.isBlank())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }
}
