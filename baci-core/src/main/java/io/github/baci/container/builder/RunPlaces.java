package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Files and directories of a copied root that are there for one run alone. */
final class RunPlaces {
  private final Path root;
  private final Set<String> made = new TreeSet<>();

  RunPlaces(Path root) {
    this.root = root;
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
    made.add(path);
    FileCalls.utimes(FileCalls.CWD, parentPath, status.seconds(), status.nanos());
  }

  /** Takes away what was made, unless the command has put something into it. */
  void remove() throws IOException {
    List<String> inmostFirst = made.stream().sorted(Comparator.reverseOrder()).toList();
    for (String path : inmostFirst) {
      Path place = root.resolve(path);
      Optional<FileStatus> status = RootPath.stat(FileCalls.CWD, place.toString());
      boolean isUsed =
          status.isEmpty()
              || (status.get().isDirectory() ? !isEmpty(place) : status.get().size() > 0);
      if (!isUsed) {
        String parent = place.getParent().toString();
        FileStatus before = FileCalls.stat(FileCalls.CWD, parent);
        FileCalls.remove(FileCalls.CWD, place.toString(), status.get().isDirectory());
        FileCalls.utimes(FileCalls.CWD, parent, before.seconds(), before.nanos());
      }
    }
    made.clear();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (var files = Files.newDirectoryStream(directory)) {
      return !files.iterator().hasNext();
    }
  }
}
