package io.github.baci.aci.manifest;

import io.github.baci.api.BaciException;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The group of a user without one. As docker2aci has it, that is the group of the user's name; but
 * not every image has such a group (on Debian, {@code nobody} is in {@code nogroup}), and an
 * executor refuses one that it cannot look up. Then it is the number that {@code /etc/passwd} has.
 */
final class PrimaryGroup {
  private static final int MAXIMUM = 10 * 1024 * 1024;
  private static final int GID = 3;

  private final FileTree tree;

  PrimaryGroup(FileTree tree) {
    this.tree = tree;
  }

  /** Returns the name or number of the group. */
  String of(String user) {
    if (line("/etc/group", user).isPresent()) {
      return user;
    }
    return line("/etc/passwd", user)
        .filter(fields -> fields.length > GID && fields[GID].matches("\\d{1,10}"))
        .map(fields -> fields[GID])
        .orElse(user);
  }

  private Optional<String[]> line(String path, String name) {
    Optional<TreeNode> node = tree.resolve(path, true).node();
    if (node.isEmpty() || !(node.get().entry() instanceof LayerEntry.RegularFile)) {
      return Optional.empty();
    }
    try (OpenLayerTars content = new OpenLayerTars()) {
      String text = new String(content.read(node.get(), MAXIMUM), StandardCharsets.UTF_8);
      return Stream.of(text.split("\n"))
          .map(line -> line.strip().split(":", -1))
          .filter(fields -> fields[0].equals(name))
          .findFirst();
    } catch (IOException e) {
      throw new BaciException("cannot read %s of the image: %s".formatted(path, e), e);
    }
  }
}
