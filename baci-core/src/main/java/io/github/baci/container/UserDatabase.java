package io.github.baci.container;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerSpec.Identity;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The accounts of an image: its {@code /etc/passwd} and {@code /etc/group}, which are read when a
 * name is looked up, and not before. Lines that are not well-formed are passed over, as passwd(5)
 * readers do. Where there is no such file, {@code root} is 0 all the same, and for USER it is 0 in
 * any case, as in BuildKit.
 */
public final class UserDatabase {
  private static final int MAXIMUM = 10 * 1024 * 1024;
  private static final String ROOT = "root";
  private static final String PASSWD = "/etc/passwd";
  private static final String GROUP = "/etc/group";

  private final FileTree tree;

  /** Reads the accounts of a tree. */
  public UserDatabase(FileTree tree) {
    this.tree = tree;
  }

  /**
   * Who a command runs as.
   *
   * @param identity user, group and supplementary groups
   * @param home the home directory that passwd has; {@code /root} for root and {@code /} for
   *     others, if it has none
   */
  public record User(Identity identity, String home) {}

  private record Account(String name, long uid, long gid, String home) {}

  private static final Account SUPER_USER = new Account(ROOT, 0, 0, "");

  private record Group(String name, long gid, List<String> members) {}

  /**
   * Looks up a user as USER and RUN take it: {@code name}, {@code uid}, {@code name:group}, and so
   * on; the empty string is root. A known user without a group gets its primary and supplementary
   * groups, an unknown number the group 0, and where a group is given, that alone.
   *
   * @throws BaciException if a name is not known
   */
  public User resolve(String user) {
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    String group = colon < 0 ? "" : user.substring(colon + 1);
    Optional<Account> account =
        account(name).or(() -> name.equals(ROOT) ? Optional.of(SUPER_USER) : Optional.empty());
    Optional<Long> number = name.isEmpty() ? Optional.of(0L) : number(name);
    long uid =
        account
            .map(Account::uid)
            .or(() -> number)
            .orElseThrow(() -> unknown("user", name, PASSWD, "USER"));
    String home =
        account.map(Account::home).filter(path -> !path.isEmpty()).orElse(uid == 0 ? "/root" : "/");
    if (!group.isEmpty()) {
      long gid = gid(group).orElseThrow(() -> unknown("group", group, GROUP, "USER"));
      return new User(new Identity(uid, gid, List.of(gid)), home);
    }
    long gid = account.map(Account::gid).orElse(0L);
    List<Long> groups = new ArrayList<>(List.of(gid));
    account.ifPresent(
        known ->
            groups().stream()
                .filter(each -> each.members.contains(known.name) && !groups.contains(each.gid))
                .forEach(each -> groups.add(each.gid)));
    return new User(new Identity(uid, gid, groups), home);
  }

  /**
   * Looks up the owner that {@code --chown} gives to files, and USER to the directory of a WORKDIR:
   * a number is the group too, if none is given; a name brings its primary group. {@code root} is 0
   * with the group 0 whatever the accounts say, as in BuildKit.
   *
   * @param text {@code name}, {@code uid}, {@code name:group}, and so on; nothing is root
   * @param who what says so, for messages
   * @throws BaciException if a name is not known
   */
  public Owner owner(String text, String who) {
    int colon = text.indexOf(':');
    String user = colon < 0 ? text : text.substring(0, colon);
    String group = colon < 0 ? "" : text.substring(colon + 1);
    long uid = 0;
    long gid = 0;
    if (!user.isEmpty() && !user.equals(ROOT)) {
      Optional<Long> number = number(user);
      if (number.isPresent()) {
        uid = number.get();
        gid = colon < 0 ? uid : 0; // as in BuildKit, where "5:" names a group, which is nobody's
      } else {
        Account account = account(user).orElseThrow(() -> unknown("user", user, PASSWD, who));
        uid = account.uid;
        gid = account.gid;
      }
    }
    if (!group.isEmpty()) {
      gid =
          group.equals(ROOT)
              ? 0
              : gid(group).orElseThrow(() -> unknown("group", group, GROUP, who));
    }
    return new Owner(uid, gid);
  }

  private Optional<Account> account(String user) {
    Optional<Long> number = user.isEmpty() ? Optional.of(0L) : number(user);
    Predicate<Account> wanted =
        number
            .<Predicate<Account>>map(uid -> each -> each.uid == uid)
            .orElse(each -> each.name.equals(user));
    Optional<Account> found = accounts().stream().filter(wanted).findFirst();
    return found.isEmpty() && user.equals(ROOT) && !isThere(PASSWD)
        ? Optional.of(SUPER_USER)
        : found;
  }

  private Optional<Long> gid(String group) {
    return number(group)
        .or(
            () ->
                groups().stream()
                    .filter(each -> each.name.equals(group))
                    .map(Group::gid)
                    .findFirst())
        .or(() -> group.equals(ROOT) && !isThere(GROUP) ? Optional.of(0L) : Optional.empty());
  }

  private List<Account> accounts() {
    List<Account> accounts = new ArrayList<>();
    for (String[] fields : lines(PASSWD)) {
      if (fields.length >= 4) {
        Optional<Long> uid = id(fields[2]);
        Optional<Long> gid = id(fields[3]);
        if (uid.isPresent() && gid.isPresent()) {
          String home = fields.length > 5 ? fields[5] : "";
          accounts.add(new Account(fields[0], uid.get(), gid.get(), home));
        }
      }
    }
    return accounts;
  }

  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (String[] fields : lines(GROUP)) {
      if (fields.length >= 3) {
        List<String> members =
            fields.length > 3 ? List.of(fields[3].strip().split(",")) : List.of();
        id(fields[2]).ifPresent(gid -> groups.add(new Group(fields[0], gid, members)));
      }
    }
    return groups;
  }

  private static Optional<Long> number(String text) {
    if (text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    Optional<Long> id = id(text);
    if (id.isEmpty()) {
      throw new BaciException(
          "the id %s is too large: user and group ids go up to %d"
              .formatted(text, Attributes.LARGEST_ID));
    }
    return id;
  }

  private static Optional<Long> id(String text) {
    try {
      return Optional.of(Long.parseLong(text)).filter(id -> id >= 0 && id <= Attributes.LARGEST_ID);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private List<String[]> lines(String path) {
    Optional<TreeNode> node = tree.resolve(path, true).node();
    if (node.isEmpty() || !(node.get().entry() instanceof LayerEntry.RegularFile)) {
      return List.of();
    }
    String text;
    try (OpenLayerTars content = new OpenLayerTars()) {
      text = new String(content.read(node.get(), MAXIMUM), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new BaciException("cannot read %s of the image: %s".formatted(path, e), e);
    }
    List<String[]> lines = new ArrayList<>();
    for (String line : text.split("\n")) {
      String stripped = line.strip();
      if (!stripped.isEmpty() && !stripped.startsWith("#")) {
        lines.add(stripped.split(":", -1));
      }
    }
    return lines;
  }

  private boolean isThere(String path) {
    return tree.resolve(path, true).node().isPresent();
  }

  private BaciException unknown(String kind, String name, String path, String where) {
    boolean present = isThere(path);
    return new BaciException(
        "invalid %s index: %s names the %s '%s', but %s; write a number, or create the %s before"
            .formatted(
                kind,
                where,
                kind,
                name,
                present
                    ? path + " of the image has no such " + kind
                    : "there is no " + path + " to look it up in",
                kind));
  }
}
