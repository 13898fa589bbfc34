package io.github.baci.inspect;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.TreeNode;
import java.util.Optional;

/**
 * A file or directory of an image.
 *
 * @param path its absolute path
 * @param entry what it is
 * @param size the length of a regular file; for a directory the length of all files below it, each
 *     counted once; else 0
 * @param hardLink for a further name of a file, the absolute path of its first name
 */
public record ListedFile(
    String path, LayerEntry.Content entry, long size, Optional<String> hardLink) {

  /** Lists a node by itself; a directory without what is in it. */
  static ListedFile of(String path, TreeNode node, Optional<String> hardLink) {
    long size = node.entry() instanceof LayerEntry.RegularFile file ? file.size() : 0;
    return new ListedFile("/" + path, node.entry(), size, hardLink.map(name -> "/" + name));
  }

  /** Returns mode, owner, time and extended attributes. */
  public Attributes attributes() {
    return entry.attributes();
  }

  /** Returns whether this is a directory. */
  public boolean isDirectory() {
    return entry instanceof LayerEntry.Directory;
  }

  /** Returns the target of a symbolic link, as it is written. */
  public Optional<String> target() {
    return entry instanceof LayerEntry.Symlink link ? Optional.of(link.target()) : Optional.empty();
  }

  /** Returns what it is, in a word that stays the same from version to version. */
  public String type() {
    if (entry instanceof LayerEntry.Directory) {
      return "directory";
    } else if (entry instanceof LayerEntry.Symlink) {
      return "symlink";
    } else if (entry instanceof LayerEntry.Device device) {
      return device.kind() == LayerEntry.Device.Kind.BLOCK ? "block-device" : "character-device";
    }
    return entry instanceof LayerEntry.Fifo ? "fifo" : "file";
  }
}
