package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What commands see of the files of a root file system beside names and contents: type, owner,
 * mode, device number and extended attributes. Where the builder may not give files such traits, it
 * pretends them, and a snapshot asks here what commands were told.
 */
public interface FileTraits {
  /** Returns the kernel's for what the builder may do. */
  static FileTraits of(IdMapping mapping) {
    return mapping == IdMapping.SINGLE ? KernelTraits.WITHOUT_OWNERS : KernelTraits.ALL;
  }

  /**
   * Gives a file or directory that was just made for an entry of a layer all that the layer says of
   * it, but for the time of modification. Never called for devices, which are not made.
   *
   * @param file its place on disk; a link is not followed
   */
  void give(Path file, LayerEntry.Content entry) throws IOException;

  /**
   * Hears of a file or directory that the builder has made for a run and that is of no layer: it
   * may have the inode of one that has gone.
   */
  void made(Path file) throws IOException;

  /**
   * Returns what commands see of a file.
   *
   * @param real what the kernel says of it
   * @return the same, with the type, mode, owner and device number that commands are told. Where
   *     one of these, or an extended attribute, was changed without the kernel's knowing it, the
   *     time of change has to be another one too
   */
  FileStatus seen(FileStatus real);

  /**
   * Returns the extended attributes that commands see.
   *
   * @param file its place on disk; a link is not followed
   * @param real what the kernel says of it
   */
  Map<String, byte[]> xattrs(Path file, FileStatus real) throws IOException;
}
