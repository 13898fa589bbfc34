package io.github.baci.container.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the mount that a file lies on does not allow. */
final class MountFlags {
  private MountFlags() {}

  /**
   * Returns the options of the mount, as {@code nosuid} and {@code noexec}.
   *
   * @param file an absolute path
   */
  static List<String> of(Machine machine, Path file) throws IOException {
    List<String> best = List.of();
    int longest = -1;
    for (String line : Files.readAllLines(machine.file("proc/self/mounts"))) {
      String[] fields = line.split(" ", -1); // see fstab(5): spaces are escaped
      Path place = Path.of(unescape(fields[1]));
      // The last of several mounts on one place is the one that shows.
      if (file.startsWith(place) && place.getNameCount() >= longest) {
        longest = place.getNameCount();
        best = List.of(fields[3].split(","));
      }
    }
    return best;
  }

  private static String unescape(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
