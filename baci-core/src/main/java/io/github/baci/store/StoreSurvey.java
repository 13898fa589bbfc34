package io.github.baci.store;

import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Finds everything that is in a store. What comes and goes meanwhile may be missing. */
final class StoreSurvey {
  private static final String SIZE = "size";
  private static final int LONGEST_SIZE = 20;

  private final Path root;
  private final List<StoreEntry> entries = new ArrayList<>();

  private StoreSurvey(Path root) {
    this.root = root;
  }

  /** Returns all entries, the index of a layer as part of the layer. */
  static List<StoreEntry> of(DirectoryStore store) throws IOException {
    StoreSurvey survey = new StoreSurvey(store.root());
    for (Area area : Area.values()) {
      survey.visit(area);
    }
    return survey.entries;
  }

  /** Returns where the index of a layer is. */
  static Path indexOf(Path layer) {
    Path area = areaOf(layer);
    return area.resolveSibling(directory(Area.INDEXES)).resolve(area.relativize(layer));
  }

  private static Path areaOf(Path entry) {
    Path prefix = Objects.requireNonNull(entry.getParent(), "an entry is below a prefix");
    return Objects.requireNonNull(prefix.getParent(), "a prefix is below an area");
  }

  private static String directory(Area area) {
    return area.name().toLowerCase(Locale.ROOT);
  }

  private void visit(Area area) throws IOException {
    for (Path prefix : children(root.resolve(directory(area)))) {
      for (Path path : children(prefix)) {
        add(area, path);
      }
    }
  }

  private void add(Area area, Path path) throws IOException {
    try {
      BasicFileAttributes attributes = attributes(path);
      long bytes = attributes.isDirectory() ? bytesOf(path) : attributes.size();
      Instant used = attributes.lastModifiedTime().toInstant();
      if (area == Area.LAYERS && Files.exists(indexOf(path))) {
        BasicFileAttributes index = attributes(indexOf(path));
        bytes += index.size();
      } else if (area == Area.INDEXES && Files.exists(layerOf(path))) {
        return;
      }
      entries.add(new StoreEntry(area, path.getFileName().toString(), path, bytes, used));
    } catch (NoSuchFileException e) {
      // gone meanwhile
    }
  }

  private Path layerOf(Path index) {
    Path area = areaOf(index);
    return root.resolve(directory(Area.LAYERS)).resolve(area.relativize(index));
  }

  private static BasicFileAttributes attributes(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static List<Path> children(Path directory) throws IOException {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory)) {
      found.forEach(children::add);
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return children;
  }

  /**
   * Returns the size of a directory. What is in it may belong to subordinate uids, so that this
   * process cannot look at all of it: then what it says itself is better.
   */
  private static long bytesOf(Path directory) throws IOException {
    Path size = directory.resolve(SIZE);
    if (Files.isRegularFile(size, LinkOption.NOFOLLOW_LINKS) && Files.size(size) < LONGEST_SIZE) {
      try {
        return Long.parseLong(Files.readString(size).strip());
      } catch (NumberFormatException e) {
        // a file of that name in a cache
      }
    }
    Sum sum = new Sum();
    Files.walkFileTree(directory, sum);
    return sum.bytes;
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.isRegularFile() ? attributes.size() : 0;
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
