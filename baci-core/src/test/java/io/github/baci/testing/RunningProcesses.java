package io.github.baci.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of this machine, as the test's own /proc shows them. */
public final class RunningProcesses {
  private RunningProcesses() {}

  /** Returns the command lines, their words separated by spaces, that name a file or directory. */
  public static List<String> naming(Path path) throws IOException {
    List<String> found = new ArrayList<>();
    try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path entry : entries) {
        try {
          String command = Files.readString(entry.resolve("cmdline")).replace('\0', ' ');
          if (command.contains(path.toString())) {
            found.add(command);
          }
        } catch (IOException e) {
          // ended meanwhile, and so is not there
        }
      }
    }
    return found;
  }
}
