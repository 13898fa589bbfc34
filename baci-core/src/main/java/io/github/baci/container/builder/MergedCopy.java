package io.github.baci.container.builder;

import io.github.baci.container.syscall.DirectoryEntries;
import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Copies unpacked layers into one directory, where overlays cannot be mounted. */
final class MergedCopy {
  private final Path from;
  private final Path to;
  private final Map<String, FileStatus> directories;
  private final Map<Long, String> firstNames = new HashMap<>();

  private MergedCopy(Path from, Path to, Map<String, FileStatus> directories) {
    this.from = from;
    this.to = to;
    this.directories = directories;
  }

  /**
   * Copies.
   *
   * @param layers the lowest first
   * @param target an empty directory
   */
  static void copy(List<UnpackedLayers.Unpacked> layers, Path target) throws IOException {
    Map<String, FileStatus> directories = new LinkedHashMap<>();
    FileCalls.utimes(FileCalls.CWD, target.toString(), 0, 0);
    directories.put("", FileCalls.stat(FileCalls.CWD, target.toString()));
    for (UnpackedLayers.Unpacked layer : layers) {
      MergedCopy copy = new MergedCopy(layer.directory(), target, directories);
      if (layer.setsRoot()) {
        FileStatus root = FileCalls.stat(FileCalls.CWD, layer.directory().toString());
        directories.put("", root);
        copy.attributes("", root);
      }
      copy.hide(HiddenPaths.read(layer.directory().resolveSibling("hidden")));
      copy.directory("");
    }
    for (Map.Entry<String, FileStatus> entry : directories.entrySet()) {
      String path = target + "/" + entry.getKey();
      if (RootPath.stat(FileCalls.CWD, path).filter(FileStatus::isDirectory).isPresent()) {
        FileStatus status = entry.getValue();
        FileCalls.utimes(FileCalls.CWD, path, status.seconds(), status.nanos());
      }
    }
  }

  private void hide(HiddenPaths hidden) throws IOException {
    for (String path : hidden.removed()) {
      remove(to + "/" + path);
    }
    for (String path : hidden.opaque()) {
      String directory = to + "/" + path;
      if (RootPath.stat(FileCalls.CWD, directory).filter(FileStatus::isDirectory).isPresent()) {
        int fd = FileCalls.openDirectory(FileCalls.CWD, directory);
        try {
          for (String name : DirectoryEntries.names(fd)) {
            remove(directory + "/" + name);
          }
        } finally {
          FileCalls.close(fd);
        }
      }
    }
  }

  private static void remove(String path) throws IOException {
    Optional<FileStatus> status = RootPath.stat(FileCalls.CWD, path);
    if (status.isEmpty()) {
      return;
    }
    if (status.get().isDirectory()) {
      FileDeletion.delete(path);
    } else {
      FileCalls.remove(FileCalls.CWD, path, false);
    }
  }

  private void directory(String path) throws IOException {
    List<String> names;
    int fd = FileCalls.openDirectory(FileCalls.CWD, from + "/" + path);
    try {
      names = DirectoryEntries.names(fd);
    } finally {
      FileCalls.close(fd);
    }
    for (String name : names) {
      entry(path.isEmpty() ? name : path + "/" + name);
    }
  }

  private void entry(String path) throws IOException {
    FileStatus status = FileCalls.stat(FileCalls.CWD, from + "/" + path);
    String target = to + "/" + path;
    Optional<FileStatus> before = RootPath.stat(FileCalls.CWD, target);
    boolean isMerged = status.isDirectory() && before.isPresent() && before.get().isDirectory();
    if (before.isPresent() && !isMerged) {
      remove(target);
    }
    if (status.isDirectory()) {
      if (!isMerged) {
        FileCalls.mkdir(FileCalls.CWD, target, 0700);
      }
      directories.put(path, status);
      attributes(path, status);
      directory(path);
    } else {
      file(path, status);
    }
  }

  private void file(String path, FileStatus status) throws IOException {
    String target = to + "/" + path;
    if (status.links() > 1) {
      String first = firstNames.putIfAbsent(status.inode(), target);
      if (first != null) {
        FileCalls.link(FileCalls.CWD, first, target);
        return;
      }
    }
    if (status.type() == FileStatus.S_IFREG) {
      content(from + "/" + path, target, status.size());
    } else if (status.type() == FileStatus.S_IFLNK) {
      FileCalls.symlink(
          FileCalls.readlink(FileCalls.CWD, from + "/" + path), FileCalls.CWD, target);
    } else {
      FileCalls.mknod(FileCalls.CWD, target, status.type() | 0600, status.major(), status.minor());
    }
    attributes(path, status);
    FileCalls.utimes(FileCalls.CWD, target, status.seconds(), status.nanos());
  }

  private static void content(String from, String target, long size) throws IOException {
    int source = FileCalls.open(FileCalls.CWD, from, FileCalls.O_RDONLY, 0);
    try (LayerTarCopier reader = new LayerTarCopier(source)) {
      int fd =
          FileCalls.open(
              FileCalls.CWD,
              target,
              FileCalls.O_WRONLY | FileCalls.O_CREAT | FileCalls.O_EXCL,
              0600);
      try {
        reader.copy(0, size, fd);
      } finally {
        FileCalls.close(fd);
      }
    }
  }

  private void attributes(String path, FileStatus status) throws IOException {
    String target = to + "/" + path;
    FileCalls.chown(FileCalls.CWD, target, status.uid(), status.gid());
    if (status.type() != FileStatus.S_IFLNK) {
      FileCalls.chmod(FileCalls.CWD, target, status.permissions());
    }
    for (Map.Entry<String, byte[]> xattr : ExtendedAttributes.all(from + "/" + path).entrySet()) {
      if (!OverlayFlavour.isOwn(xattr.getKey())) {
        ExtendedAttributes.set(target, xattr.getKey(), xattr.getValue());
      }
    }
  }
}
