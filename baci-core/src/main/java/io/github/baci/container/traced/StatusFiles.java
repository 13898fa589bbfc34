package io.github.baci.container.traced;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies of {@code /proc/PID/status} that say of traced processes what they believe of themselves:
 * users, groups and capabilities, and that nobody traces them.
 */
final class StatusFiles {
  private final Guest guest;
  private final ShortNames directory;
  private int count;

  StatusFiles(Guest guest, ShortNames directory) {
    this.guest = guest;
    this.directory = directory;
  }

  /**
   * Writes a copy.
   *
   * @param path a path of /proc
   * @return its path on this machine; null if the path is of no such file
   */
  @Nullable String copyOf(String path) {
    if (!path.startsWith("/proc/") || !path.endsWith("/status")) {
      return null;
    }
    String[] names = path.split("/");
    boolean isOfThread = names.length == 6 && names[3].equals("task");
    if (names.length != 4 && !isOfThread) {
      return null;
    }
    Task task;
    try {
      task = guest.processes().numbered(Integer.parseInt(names[names.length - 2]));
    } catch (NumberFormatException e) {
      return null;
    }
    if (task == null) {
      return null;
    }
    Map<String, String> pretended = pretended(task.credentials);
    try {
      StringBuilder text = new StringBuilder();
      for (String line : Files.readAllLines(Path.of(path), StandardCharsets.ISO_8859_1)) {
        text.append(pretended.getOrDefault(line.substring(0, line.indexOf(':') + 1), line));
        text.append('\n');
      }
      Path copy = directory.path().resolve("status-" + (count++ % MOST));
      Files.deleteIfExists(copy);
      Files.writeString(copy, text, StandardCharsets.ISO_8859_1);
      return PathBytes.of(copy.toString());
    } catch (IOException e) {
      return null; // it has just ended
    }
  }

  /** A copy is opened at once; after as many others it is not needed any more. */
  private static final int MOST = 64;

  private static Map<String, String> pretended(Credentials who) {
    return Map.of(
        "Uid:", ids("Uid:", who.ruid(), who.euid(), who.suid(), who.fsuid()),
        "Gid:", ids("Gid:", who.rgid(), who.egid(), who.sgid(), who.fsgid()),
        "Groups:", groups(who.supplementary()),
        "CapInh:", capabilities("CapInh:", who.inheritable()),
        "CapPrm:", capabilities("CapPrm:", who.permitted()),
        "CapEff:", capabilities("CapEff:", who.effective()),
        "CapBnd:", capabilities("CapBnd:", who.bounding()),
        "TracerPid:", "TracerPid:\t0",
        "NoNewPrivs:", "NoNewPrivs:\t0");
  }

  private static String ids(String name, int real, int effective, int saved, int ofFiles) {
    return "%s\t%s\t%s\t%s\t%s"
        .formatted(
            name,
            Integer.toUnsignedString(real),
            Integer.toUnsignedString(effective),
            Integer.toUnsignedString(saved),
            Integer.toUnsignedString(ofFiles));
  }

  private static String groups(List<Integer> groups) {
    StringBuilder text = new StringBuilder("Groups:\t");
    for (int group : groups) {
      text.append(Integer.toUnsignedString(group)).append(' ');
    }
    return text.toString();
  }

  private static String capabilities(String name, long bits) {
    return "%s\t%016x".formatted(name, bits);
  }
}
