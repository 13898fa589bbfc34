package io.github.baci.aci.manifest;

import io.github.baci.api.BaciException;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The groups of a user without one, as {@code /etc/passwd} and {@code /etc/group} of the image have
 * them.
 */
final class ImageGroups {
  private static final int MAXIMUM = 10 * 1024 * 1024;
  private static final int ID = 2;
  private static final int GID = 3;
  private static final int MEMBERS = 3;

  private final FileTree tree;

  ImageGroups(FileTree tree) {
    this.tree = tree;
  }

  /**
   * Returns the name or number of the group. As docker2aci has it, that is the group of the user's
   * name; but not every image has such a group (on Debian, {@code nobody} is in {@code nogroup}),
   * and an executor refuses one that it cannot look up. Then it is the number that {@code
   * /etc/passwd} has.
   */
  String primary(String user) {
    if (first("/etc/group", 0, user).isPresent()) {
      return user;
    }
    return first("/etc/passwd", 0, user)
        .filter(fields -> fields.length > GID && fields[GID].matches("\\d{1,10}"))
        .map(fields -> fields[GID])
        .orElse(user);
  }

  /**
   * Returns the numbers of the groups that a user is in beside one of them, in ascending order:
   * that of {@code /etc/passwd}, and those of {@code /etc/group} that it is a member of. Docker
   * gives them to the user of an image for whom no group is given; an executor of ACIs gives those
   * that the manifest has. A number that {@code supplementaryGIDs} cannot hold is left out.
   *
   * @param user a name or number
   * @param primary the name or number of the one
   */
  List<Integer> others(String user, String primary) {
    Optional<String[]> account =
        first("/etc/passwd", 0, user).or(() -> first("/etc/passwd", ID, user));
    if (account.isEmpty()) {
      return List.of();
    }
    Set<Integer> numbers = new TreeSet<>();
    add(account.get(), GID, numbers);
    Set<Integer> own = new TreeSet<>();
    add(new String[] {primary}, 0, own);
    for (String[] group : lines("/etc/group")) {
      if (group[0].equals(primary)) {
        add(group, ID, own);
      }
      if (group.length > MEMBERS
          && Arrays.asList(group[MEMBERS].split(",", -1)).contains(account.get()[0])) {
        add(group, ID, numbers);
      }
    }
    numbers.removeAll(own);
    return List.copyOf(numbers);
  }

  private static void add(String[] fields, int place, Set<Integer> numbers) {
    if (fields.length > place && fields[place].matches("\\d{1,10}")) {
      long number = Long.parseLong(fields[place]);
      if (number <= Integer.MAX_VALUE) {
        numbers.add((int) number);
      }
    }
  }

  private Optional<String[]> first(String path, int place, String text) {
    for (String[] fields : lines(path)) {
      if (fields.length > place && fields[place].equals(text)) {
        return Optional.of(fields);
      }
    }
    return Optional.empty();
  }

  private List<String[]> lines(String path) {
    Optional<TreeNode> node = tree.resolve(path, true).node();
    if (node.isEmpty() || !(node.get().entry() instanceof LayerEntry.RegularFile)) {
      return List.of();
    }
    List<String[]> lines = new ArrayList<>();
    try (OpenLayerTars content = new OpenLayerTars()) {
      String text = new String(content.read(node.get(), MAXIMUM), StandardCharsets.UTF_8);
      for (String line : text.split("\n")) {
        if (!line.startsWith("#")) {
          lines.add(line.strip().split(":", -1));
        }
      }
    } catch (IOException e) {
      throw new BaciException("cannot read %s of the image: %s".formatted(path, e), e);
    }
    return lines;
  }
}
