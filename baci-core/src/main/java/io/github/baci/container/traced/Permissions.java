package io.github.baci.container.traced;

/** What the modes that the guest believes in allow to its users. */
final class Permissions {
  static final int READ = 4;
  static final int WRITE = 2;
  static final int EXECUTE = 1;

  private Permissions() {}

  /**
   * Returns whether a file may be used.
   *
   * @param seen what the guest believes of the file
   * @param wanted the sum of the bits of this class
   */
  static boolean allow(Credentials who, Stat seen, int wanted) {
    return allow(who.fsuid(), who, seen, wanted);
  }

  static boolean allow(int uid, Credentials who, Stat seen, int wanted) {
    int mode = seen.mode();
    if (uid == 0) {
      return (wanted & EXECUTE) == 0 || seen.isDirectory() || (mode & 0111) != 0;
    }
    int bits;
    AccessList list = seen.uid() == uid ? null : AccessList.of(seen.kept().get(AccessList.ACCESS));
    if (list != null && (mode & 070) != 0) {
      return list.allows(uid, who, seen.gid(), wanted);
    } else if (seen.uid() == uid) {
      bits = mode >> 6;
    } else if (who.isInGroup(seen.gid())) {
      bits = mode >> 3;
    } else {
      bits = mode;
    }
    return (bits & wanted) == wanted;
  }

  /** Returns whether somebody owns a file, or may do as if. */
  static boolean owns(Credentials who, Stat seen) {
    return who.fsuid() == 0 || who.fsuid() == seen.uid();
  }
}
