package io.github.baci.container.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A range of ids that the system gives to an ordinary user, from {@code /etc/subuid} or {@code
 * /etc/subgid}: lines {@code user:first:count}, see subuid(5).
 *
 * @param first the first id
 * @param count how many there are
 */
record SubordinateIds(long first, long count) {

  /**
   * Returns the largest range of a user.
   *
   * @param file the file, which need not exist
   * @param user the name of the user
   * @param uid the number of the user, which may stand for the name
   */
  static Optional<SubordinateIds> of(Path file, String user, long uid) {
    Optional<SubordinateIds> largest = Optional.empty();
    try {
      for (String line : Files.readAllLines(file)) {
        Optional<SubordinateIds> range = parse(line, user, uid);
        if (range.isPresent()
            && (largest.isEmpty() || range.get().count() > largest.get().count())) {
          largest = range;
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // not there: nobody has a range
    }
    return largest;
  }

  private static Optional<SubordinateIds> parse(String line, String user, long uid) {
    String[] fields = line.strip().split(":", -1);
    if (fields.length != 3 || !(fields[0].equals(user) || fields[0].equals(String.valueOf(uid)))) {
      return Optional.empty();
    }
    try {
      SubordinateIds range =
          new SubordinateIds(Long.parseLong(fields[1]), Long.parseLong(fields[2]));
      return range.count() > 0 ? Optional.of(range) : Optional.empty();
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
