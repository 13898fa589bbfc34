package io.github.baci.container.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Who runs the build.
 *
 * @param name the login name
 * @param uid the effective user ID
 * @param gid the effective group ID
 */
public record HostUser(String name, int uid, int gid) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /** Reads it from /proc. */
  public static HostUser current() throws IOException {
    int uid = -1;
    int gid = -1;
    for (String line : Files.readAllLines(STATUS)) {
      String[] fields = line.split("\\s+", -1);
      if (fields[0].equals("Uid:")) {
        uid = Integer.parseInt(fields[2]);
      } else if (fields[0].equals("Gid:")) {
        gid = Integer.parseInt(fields[2]);
      }
    }
    return new HostUser(System.getProperty("user.name", "?"), uid, gid);
  }

  /** Returns whether it is the super-user. */
  public boolean isRoot() {
    return uid == 0;
  }
}
