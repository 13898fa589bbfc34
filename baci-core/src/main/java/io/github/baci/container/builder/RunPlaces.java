package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** Files and directories of a copied root that are there for one run alone. */
final class RunPlaces {
  private final Path root;
  private final FileTraits traits;
  private final Set<String> made = new TreeSet<>();

  RunPlaces(Path root, FileTraits traits) {
    this.root = root;
    this.traits = traits;
  }

  /**
   * Makes a place, unless it is there, with the directories before it. The time of the directory
   * that it is made in stays.
   *
   * @param path relative to the root, without links
   */
  void make(String path, boolean directory) throws IOException {
    if (RootPath.stat(FileCalls.CWD, root + "/" + path).isPresent()) {
      return;
    }
    String parent = LayerPlan.parent(path);
    if (!parent.isEmpty()) {
      make(parent, true);
    }
    String parentPath = root.resolve(parent).toString();
    FileStatus status = FileCalls.stat(FileCalls.CWD, parentPath);
    if (directory) {
      FileCalls.mkdir(FileCalls.CWD, root + "/" + path, 0755);
    } else {
      Files.createFile(root.resolve(path));
    }
    traits.made(root.resolve(path));
    made.add(path);
    FileCalls.utimes(FileCalls.CWD, parentPath, status.seconds(), status.nanos());
  }

  /**
   * Takes away what was made, unless the command has put something into it, or something else in
   * its place: a link there may lead anywhere.
   */
  void remove() throws IOException {
    int directory = FileCalls.openDirectory(FileCalls.CWD, root.toString());
    try {
      for (String path : made.stream().sorted(Comparator.reverseOrder()).toList()) {
        try (RootPlace place = RootPlace.find(directory, path)) {
          if (place.exists() && place.path().equals(path)) {
            remove(directory, path, place.status().orElseThrow());
          }
        }
      }
    } finally {
      FileCalls.close(directory);
    }
    made.clear();
  }

  private void remove(int directory, String path, FileStatus status) throws IOException {
    boolean isUsed = status.isDirectory() ? !isEmpty(root.resolve(path)) : status.size() > 0;
    if (!isUsed) {
      String parent = LayerPlan.parent(path).isEmpty() ? "." : LayerPlan.parent(path);
      FileStatus before = FileCalls.stat(directory, parent);
      FileCalls.remove(directory, path, status.isDirectory());
      FileCalls.utimes(directory, parent, before.seconds(), before.nanos());
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      return !files.iterator().hasNext();
    }
  }
}
