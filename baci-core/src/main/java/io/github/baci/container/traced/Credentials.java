package io.github.baci.container.traced;

import java.util.List;

/**
 * Who a traced process is, in its own eyes. On this machine it is always the one user that builds.
 *
 * @param users its users
 * @param groups its groups, of which it is one at a time
 * @param supplementary the groups that it is in beside these
 * @param capabilities what it may do
 */
public record Credentials(
    Ids users, Ids groups, List<Integer> supplementary, Capabilities capabilities) {
  /** Copies the list. */
  public Credentials {
    supplementary = List.copyOf(supplementary);
  }

  /**
   * Users, or groups.
   *
   * @param real who has started the process
   * @param effective whose rights it has
   * @param saved whose rights it may take again
   * @param files as whom files are made and looked at
   */
  public record Ids(int real, int effective, int saved, int files) {
    /** Returns ids of which all are one. */
    static Ids all(int id) {
      return new Ids(id, id, id, id);
    }

    /** Returns whether one of the first three is root. */
    boolean hasRoot() {
      return real == 0 || effective == 0 || saved == 0;
    }
  }

  /**
   * Sets of capabilities, as bits.
   *
   * @param effective those that count
   * @param permitted those that it may make count
   * @param inheritable those that programs may inherit
   * @param bounding those that can be had at all
   */
  public record Capabilities(long effective, long permitted, long inheritable, long bounding) {}

  /** What Docker gives to root. */
  static final long DEFAULT_CAPABILITIES = 0xa80425fbL;

  private static final long CAP_CHOWN = 1;
  private static final long CAP_SETGID = 1 << 6;
  private static final long CAP_SETUID = 1 << 7;

  /** Returns the credentials of a new command. */
  public static Credentials of(long uid, long gid, List<Long> groups) {
    long has = uid == 0 ? DEFAULT_CAPABILITIES : 0;
    return new Credentials(
        Ids.all((int) uid),
        Ids.all((int) gid),
        groups.stream().map(Long::intValue).toList(),
        new Capabilities(has, has, 0, DEFAULT_CAPABILITIES));
  }

  /** Returns whether all files may be read and written. */
  boolean overridesModes() {
    return users.files() == 0;
  }

  boolean maySetUid() {
    return (capabilities.effective() & CAP_SETUID) != 0;
  }

  boolean maySetGid() {
    return (capabilities.effective() & CAP_SETGID) != 0;
  }

  boolean mayChown() {
    return (capabilities.effective() & CAP_CHOWN) != 0 && users.files() == 0;
  }

  boolean isInGroup(int gid) {
    return gid == groups.files() || supplementary.contains(gid);
  }

  /** Sets the user ids, and the capabilities as the kernel does when root is left or become. */
  Credentials withUids(int real, int effectiveId, int saved) {
    long newPermitted = permitted();
    long newEffective = effective();
    if (users.hasRoot() && real != 0 && effectiveId != 0 && saved != 0) {
      newPermitted = 0;
      newEffective = 0;
    } else if (euid() == 0 && effectiveId != 0) {
      newEffective = 0;
    } else if (euid() != 0 && effectiveId == 0) {
      newEffective = newPermitted;
    }
    return withUsers(new Ids(real, effectiveId, saved, effectiveId))
        .withCapabilities(newEffective, newPermitted, inheritable());
  }

  Credentials withGids(int real, int effectiveId, int saved) {
    return withGroups(new Ids(real, effectiveId, saved, effectiveId));
  }

  Credentials withFsuid(int id) {
    return withUsers(new Ids(ruid(), euid(), suid(), id));
  }

  Credentials withFsgid(int id) {
    return withGroups(new Ids(rgid(), egid(), sgid(), id));
  }

  Credentials withSupplementary(List<Integer> newGroups) {
    return new Credentials(users, groups, newGroups, capabilities);
  }

  Credentials withCapabilities(long newEffective, long newPermitted, long newInheritable) {
    return with(new Capabilities(newEffective, newPermitted, newInheritable, bounding()));
  }

  Credentials withBounding(long newBounding) {
    return with(new Capabilities(effective(), permitted(), inheritable(), newBounding));
  }

  private Credentials withUsers(Ids those) {
    return new Credentials(those, groups, supplementary, capabilities);
  }

  private Credentials withGroups(Ids those) {
    return new Credentials(users, those, supplementary, capabilities);
  }

  private Credentials with(Capabilities those) {
    return new Credentials(users, groups, supplementary, those);
  }

  /** Returns the credentials after a program was executed, with what its setuid bits give. */
  Credentials executing(int newEuid, int newEgid) {
    Credentials next =
        new Credentials(
            new Ids(ruid(), newEuid, newEuid, newEuid),
            new Ids(rgid(), newEgid, newEgid, newEgid),
            supplementary,
            capabilities);
    if (newEuid == 0 || ruid() == 0) {
      long has = bounding();
      return next.withCapabilities(newEuid == 0 ? has : 0, has, inheritable());
    }
    return next.withCapabilities(0, 0, inheritable());
  }

  /** Returns the real user. */
  public int ruid() {
    return users.real();
  }

  /** Returns the effective user. */
  public int euid() {
    return users.effective();
  }

  /** Returns the saved user. */
  public int suid() {
    return users.saved();
  }

  /** Returns the user that files are made and looked at as. */
  public int fsuid() {
    return users.files();
  }

  /** Returns the real group. */
  public int rgid() {
    return groups.real();
  }

  /** Returns the effective group. */
  public int egid() {
    return groups.effective();
  }

  /** Returns the saved group. */
  public int sgid() {
    return groups.saved();
  }

  /** Returns the group that files are made and looked at as. */
  public int fsgid() {
    return groups.files();
  }

  /** Returns the effective capabilities, as bits. */
  public long effective() {
    return capabilities.effective();
  }

  /** Returns the permitted capabilities, as bits. */
  public long permitted() {
    return capabilities.permitted();
  }

  /** Returns the inheritable capabilities, as bits. */
  public long inheritable() {
    return capabilities.inheritable();
  }

  /** Returns the bounding capabilities, as bits. */
  public long bounding() {
    return capabilities.bounding();
  }
}
