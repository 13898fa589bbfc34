package io.github.baci.layer;

/**
 * What every entry of a layer has beside its path and type.
 *
 * @param mode the permission bits with setuid, setgid and sticky, 0 to 07777
 * @param uid the owner, 0 to {@link #LARGEST_ID}
 * @param gid the group, 0 to {@link #LARGEST_ID}
 * @param mtime the time of the last modification
 * @param xattrs the extended attributes
 */
public record Attributes(int mode, long uid, long gid, Mtime mtime, Xattrs xattrs) {
  /** The largest id of a user or group in Linux; 2<sup>32</sup> - 1 stands for none. */
  public static final long LARGEST_ID = 0xfffffffeL;

  /** Checks the ranges. */
  public Attributes {
    if ((mode & ~07777) != 0) {
      throw new IllegalArgumentException("mode " + Integer.toOctalString(mode));
    }
    if (uid < 0 || uid > LARGEST_ID || gid < 0 || gid > LARGEST_ID) {
      throw new IllegalArgumentException("owner " + uid + ":" + gid);
    }
  }

  /** Attributes without extended attributes. */
  public static Attributes of(int mode, long uid, long gid, Mtime mtime) {
    return new Attributes(mode, uid, gid, mtime, Xattrs.NONE);
  }

  /** Returns these attributes with another mode. */
  public Attributes withMode(int newMode) {
    return new Attributes(newMode, uid, gid, mtime, xattrs);
  }

  /** Returns these attributes with another owner and group. */
  public Attributes withOwner(long newUid, long newGid) {
    return new Attributes(mode, newUid, newGid, mtime, xattrs);
  }

  /** Returns these attributes with another time. */
  public Attributes withMtime(Mtime newMtime) {
    return new Attributes(mode, uid, gid, newMtime, xattrs);
  }
}
