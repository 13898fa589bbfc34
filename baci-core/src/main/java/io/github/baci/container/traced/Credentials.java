package io.github.baci.container.traced;

import java.util.List;

/**
 * Who a traced process is, in its own eyes. On this machine it is always the one user that builds.
 *
 * @param ruid the real user
 * @param euid the effective user
 * @param suid the saved user
 * @param fsuid the user that files are made and looked at as
 * @param rgid the real group
 * @param egid the effective group
 * @param sgid the saved group
 * @param fsgid the group that files are made and looked at as
 * @param groups the supplementary groups
 * @param effective the effective capabilities, as bits
 * @param permitted the permitted capabilities, as bits
 * @param inheritable the inheritable capabilities, as bits
 * @param bounding the capabilities that can be had at all, as bits
 */
public record Credentials(
    int ruid,
    int euid,
    int suid,
    int fsuid,
    int rgid,
    int egid,
    int sgid,
    int fsgid,
    List<Integer> groups,
    long effective,
    long permitted,
    long inheritable,
    long bounding) {
  /** Copies the list. */
  public Credentials {
    groups = List.copyOf(groups);
  }

  /** What Docker gives to root. */
  static final long DEFAULT_CAPABILITIES = 0xa80425fbL;

  private static final long CAP_CHOWN = 1;
  private static final long CAP_SETGID = 1 << 6;
  private static final long CAP_SETUID = 1 << 7;

  /** Returns the credentials of a new command. */
  public static Credentials of(long uid, long gid, List<Long> groups) {
    long has = uid == 0 ? DEFAULT_CAPABILITIES : 0;
    int user = (int) uid;
    int group = (int) gid;
    return new Credentials(
        user,
        user,
        user,
        user,
        group,
        group,
        group,
        group,
        groups.stream().map(Long::intValue).toList(),
        has,
        has,
        0,
        DEFAULT_CAPABILITIES);
  }

  /** Returns whether all files may be read and written. */
  boolean overridesModes() {
    return fsuid == 0;
  }

  boolean maySetUid() {
    return (effective & CAP_SETUID) != 0;
  }

  boolean maySetGid() {
    return (effective & CAP_SETGID) != 0;
  }

  boolean mayChown() {
    return (effective & CAP_CHOWN) != 0 && fsuid == 0;
  }

  boolean isInGroup(int gid) {
    return gid == fsgid || groups.contains(gid);
  }

  /** Sets the user ids, and the capabilities as the kernel does when root is left or become. */
  Credentials withUids(int real, int effectiveId, int saved) {
    long newPermitted = permitted;
    long newEffective = effective;
    boolean hadRoot = ruid == 0 || euid == 0 || suid == 0;
    if (hadRoot && real != 0 && effectiveId != 0 && saved != 0) {
      newPermitted = 0;
      newEffective = 0;
    } else if (euid == 0 && effectiveId != 0) {
      newEffective = 0;
    } else if (euid != 0 && effectiveId == 0) {
      newEffective = newPermitted;
    }
    return new Credentials(
        real,
        effectiveId,
        saved,
        effectiveId,
        rgid,
        egid,
        sgid,
        fsgid,
        groups,
        newEffective,
        newPermitted,
        inheritable,
        bounding);
  }

  Credentials withGids(int real, int effectiveId, int saved) {
    return new Credentials(
        ruid,
        euid,
        suid,
        fsuid,
        real,
        effectiveId,
        saved,
        effectiveId,
        groups,
        effective,
        permitted,
        inheritable,
        bounding);
  }

  Credentials withFsuid(int id) {
    return new Credentials(
        ruid,
        euid,
        suid,
        id,
        rgid,
        egid,
        sgid,
        fsgid,
        groups,
        effective,
        permitted,
        inheritable,
        bounding);
  }

  Credentials withFsgid(int id) {
    return new Credentials(
        ruid,
        euid,
        suid,
        fsuid,
        rgid,
        egid,
        sgid,
        id,
        groups,
        effective,
        permitted,
        inheritable,
        bounding);
  }

  Credentials withGroups(List<Integer> newGroups) {
    return new Credentials(
        ruid,
        euid,
        suid,
        fsuid,
        rgid,
        egid,
        sgid,
        fsgid,
        newGroups,
        effective,
        permitted,
        inheritable,
        bounding);
  }

  Credentials withCapabilities(long newEffective, long newPermitted, long newInheritable) {
    return new Credentials(
        ruid,
        euid,
        suid,
        fsuid,
        rgid,
        egid,
        sgid,
        fsgid,
        groups,
        newEffective,
        newPermitted,
        newInheritable,
        bounding);
  }

  Credentials withBounding(long newBounding) {
    return new Credentials(
        ruid,
        euid,
        suid,
        fsuid,
        rgid,
        egid,
        sgid,
        fsgid,
        groups,
        effective,
        permitted,
        inheritable,
        newBounding);
  }

  /** Returns the credentials after a program was executed, with what its setuid bits give. */
  Credentials executing(int newEuid, int newEgid) {
    Credentials next =
        new Credentials(
            ruid,
            newEuid,
            newEuid,
            newEuid,
            rgid,
            newEgid,
            newEgid,
            newEgid,
            groups,
            effective,
            permitted,
            inheritable,
            bounding);
    if (newEuid == 0 || ruid == 0) {
      long has = bounding;
      return next.withCapabilities(newEuid == 0 ? has : 0, has, inheritable);
    }
    return next.withCapabilities(0, 0, inheritable);
  }
}
