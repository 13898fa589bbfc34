package io.github.baci.source.jlink;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where this machine's dynamic linker finds shared libraries: as {@code ld.so(8)} of glibc and of
 * musl, with the directories of {@code /etc/ld.so.conf} instead of the cache made of them.
 */
final class LibraryPath {
  private static final int DEEPEST_INCLUDE = 8;

  private final Path root;
  private final List<Path> directories;

  private LibraryPath(Path root, List<Path> directories) {
    this.root = root;
    this.directories = directories;
  }

  /**
   * Reads the configuration of the dynamic linker.
   *
   * @param root the root directory of the machine
   */
  static LibraryPath of(Path root) throws IOException {
    Set<Path> directories = new LinkedHashSet<>();
    readConfiguration(root, root.resolve("etc/ld.so.conf"), directories, 0);
    for (Path file : matches(root.resolve("etc"), "ld-musl-*.path")) {
      for (String directory : Files.readString(file).split("[:\\n]")) {
        if (!directory.isBlank()) {
          directories.add(inside(root, directory.strip()));
        }
      }
    }
    for (String parent : List.of("lib", "usr/lib")) {
      directories.addAll(matches(root.resolve(parent), "*-linux-*"));
    }
    for (String name :
        List.of("lib64", "usr/lib64", "lib", "usr/lib", "usr/local/lib", "lib32", "usr/lib32")) {
      directories.add(root.resolve(name));
    }
    return new LibraryPath(root, List.copyOf(directories));
  }

  private static void readConfiguration(Path root, Path file, Set<Path> directories, int depth)
      throws IOException {
    if (depth > DEEPEST_INCLUDE || !Files.isReadable(file)) {
      return;
    }
    for (String line : Files.readAllLines(file)) {
      String text = line.replaceFirst("#.*", "").strip();
      if (text.startsWith("include ")) {
        Path pattern = inside(root, text.substring("include ".length()).strip());
        if (!pattern.isAbsolute()) {
          pattern = file.resolveSibling(pattern);
        }
        for (Path included : matches(pattern.getParent(), pattern.getFileName().toString())) {
          readConfiguration(root, included, directories, depth + 1);
        }
      } else if (text.startsWith("/")) {
        directories.add(inside(root, text));
      }
    }
  }

  private static Path inside(Path root, String path) {
    return path.startsWith("/") ? root.resolve(path.substring(1)) : Path.of(path);
  }

  private static List<Path> matches(@Nullable Path directory, String glob) throws IOException {
    List<Path> result = new ArrayList<>();
    if (directory != null && Files.isDirectory(directory)) {
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, glob)) {
        stream.forEach(result::add);
      }
    }
    result.sort(null);
    return result;
  }

  /**
   * Finds a library.
   *
   * @param name its name, or its path
   * @param user the file that needs it
   */
  Optional<Path> find(String name, Path user, ElfFile elf) throws IOException {
    if (name.contains("/")) {
      return Optional.of(inside(root, name)).filter(Files::exists);
    }
    List<Path> candidates = new ArrayList<>();
    Path origin = Objects.requireNonNull(user.toRealPath().getParent(), "a file is in a directory");
    for (String directory : elf.runpath().isEmpty() ? elf.rpath() : elf.runpath()) {
      candidates.add(
          inside(
              root,
              directory.replace("${ORIGIN}", "$ORIGIN").replace("$ORIGIN", origin.toString())));
    }
    candidates.addAll(directories);
    for (Path directory : candidates) {
      Path candidate = directory.resolve(name).normalize();
      if (Files.isRegularFile(candidate)
          && ElfFile.read(candidate)
              .filter(found -> found.machine().equals(elf.machine()))
              .isPresent()) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
