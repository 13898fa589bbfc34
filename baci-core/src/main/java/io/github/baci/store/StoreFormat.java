package io.github.baci.store;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The file {@code format} in the root of a store: it tells a store from a directory that holds
 * something else, and a store of this version from one of a later version.
 */
final class StoreFormat {
  private static final int VERSION = 1;
  private static final String FILE = "format";
  private static final Pattern CONTENT = Pattern.compile("baci store (\\d{1,9})\\s*");

  private StoreFormat() {}

  /** Checks the format of a store; makes a directory that is missing or empty a store. */
  static void checkOrCreate(Path root) throws IOException {
    Path file = root.resolve(FILE);
    String content;
    try {
      content = Files.readString(file);
    } catch (NoSuchFileException e) {
      create(root, file);
      return;
    }
    Matcher matcher = CONTENT.matcher(content);
    if (!matcher.matches()) {
      throw notStore(root, "the file 'format' in it is not baci's");
    }
    int version = Integer.parseInt(matcher.group(1));
    if (version > VERSION) {
      throw new BaciException(
          "the store '%s' has format %d, made by a newer baci; this one knows formats up to %d: use"
                  .formatted(root, version, VERSION)
              + " the newer baci, or choose another directory for the store");
    }
  }

  /** Returns whether a directory is a store of this very version. */
  static boolean isOf(Path root) throws IOException {
    return Files.readString(root.resolve(FILE)).equals(content());
  }

  private static String content() {
    return "baci store " + VERSION + "\n";
  }

  private static void create(Path root, Path file) throws IOException {
    OwnerOnly.directories(root);
    Set<String> known =
        Stream.concat(
                Stream.of(Store.Area.values()).map(area -> area.name().toLowerCase(Locale.ROOT)),
                Stream.of("tmp", "locks"))
            .collect(Collectors.toSet());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(root)) {
      for (Path found : files) {
        String name = found.getFileName().toString();
        // Another process may be about to make the store too.
        if (!name.startsWith(FILE) && !known.contains(name)) {
          throw notStore(root, "it holds '%s'".formatted(name));
        }
      }
    }
    Path temporary = root.resolve(FILE + "." + UUID.randomUUID());
    try {
      OwnerOnly.file(temporary);
      Files.writeString(temporary, content());
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static BaciException notStore(Path root, String reason) {
    return new BaciException(
        "'%s' is not a store of baci: %s; choose an empty or new directory for the store"
            .formatted(root, reason));
  }
}
