package io.github.baci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Writes files and directories of a tree to a directory of this machine, with owner, mode and time;
 * for root.
 *
 * <p>Limits: extended attributes are not written, devices and pipes left out, and the names of one
 * file become several files.
 */
public final class TreeExport implements AutoCloseable {
  private final OpenLayerTars content = new OpenLayerTars();

  /**
   * Writes a directory with all that is in it, or something else.
   *
   * @param target a path at which nothing is
   */
  public void write(TreeNode node, Path target) throws IOException {
    LayerEntry.Content entry = node.entry();
    if (entry instanceof LayerEntry.Directory) {
      Files.createDirectory(target);
      for (TreeNode child : node.children()) {
        write(child, target.resolve(child.name()));
      }
    } else if (entry instanceof LayerEntry.RegularFile) {
      try (InputStream in = content.open(node)) {
        Files.copy(in, target);
      }
    } else if (entry instanceof LayerEntry.Symlink link) {
      Files.createSymbolicLink(target, Path.of(link.target()));
    } else {
      return;
    }
    set(target, entry.attributes(), entry instanceof LayerEntry.Symlink);
  }

  private static void set(Path target, Attributes attributes, boolean isLink) throws IOException {
    // The JDK takes the kernel's 32 bits as an int, so that ids from 2^31 are negative here.
    Files.setAttribute(target, "unix:uid", (int) attributes.uid(), LinkOption.NOFOLLOW_LINKS);
    Files.setAttribute(target, "unix:gid", (int) attributes.gid(), LinkOption.NOFOLLOW_LINKS);
    if (!isLink) {
      // After the owner, as a change of it takes setuid and setgid away.
      Files.setAttribute(target, "unix:mode", attributes.mode());
      Files.setLastModifiedTime(target, FileTime.from(attributes.mtime().toInstant()));
    }
  }

  @Override
  public void close() {
    content.close();
  }
}
