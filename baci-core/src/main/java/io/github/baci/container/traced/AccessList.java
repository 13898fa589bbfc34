package io.github.baci.container.traced;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * An access control list, as the kernel keeps it in the attributes of a file (acl(5), and
 * linux/posix_acl_xattr.h): a version, and entries of a tag, permissions and an id. Immutable.
 */
final class AccessList {
  /** The attribute that holds who may use a file. */
  static final String ACCESS = "system.posix_acl_access";

  /** The attribute that holds what a directory hands on to what is made in it. */
  static final String DEFAULT = "system.posix_acl_default";

  private static final int VERSION = 2;
  private static final int HEADER = 4;
  private static final int ENTRY = 8;

  private static final int OWNER = 0x01;
  private static final int USER = 0x02;
  private static final int OWNING_GROUP = 0x04;
  private static final int GROUP = 0x08;
  private static final int MASK = 0x10;
  private static final int OTHER = 0x20;
  private static final int NO_ID = -1;

  /** Entries that say no more than a mode does. */
  private static final int OF_A_MODE = 3;

  private final int[] tags;
  private final int[] permissions;
  private final int[] ids;

  private AccessList(int[] tags, int[] permissions, int[] ids) {
    this.tags = tags;
    this.permissions = permissions;
    this.ids = ids;
  }

  /** Returns whether an attribute holds a list. */
  static boolean isName(String name) {
    return name.equals(ACCESS) || name.equals(DEFAULT);
  }

  /** Returns the list that an attribute's value is, or null if it is none, as it is too short. */
  static @Nullable AccessList of(byte @Nullable [] value) {
    return value != null && isWhole(value) ? read(value) : null;
  }

  private static boolean isWhole(byte[] value) {
    return value.length > HEADER && (value.length - HEADER) % ENTRY == 0;
  }

  private static AccessList read(byte[] value) {
    ByteBuffer bytes = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).position(HEADER);
    int count = (value.length - HEADER) / ENTRY;
    int[] tags = new int[count];
    int[] permissions = new int[count];
    int[] ids = new int[count];
    for (int i = 0; i < count; i++) {
      tags[i] = bytes.getShort();
      permissions[i] = bytes.getShort() & 0xffff;
      int id = bytes.getInt();
      ids[i] = tags[i] == USER || tags[i] == GROUP ? id : NO_ID;
    }
    return new AccessList(tags, permissions, ids);
  }

  /**
   * Returns 0 if a value is a list that the kernel takes, which may be empty, or an error.
   *
   * @param value the attribute's
   */
  static long check(byte[] value) {
    if (value.length < HEADER || (value.length - HEADER) % ENTRY != 0) {
      return -Errors.EINVAL;
    }
    if (ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getInt() != VERSION) {
      return -Errors.EOPNOTSUPP;
    }
    return value.length == HEADER || read(value).isInOrder() ? 0 : -Errors.EINVAL;
  }

  /** The owner, users, the group, groups, a mask where there are users or groups, and others. */
  private boolean isInOrder() {
    int wanted = OWNER;
    boolean needsMask = false;
    for (int i = 0; i < tags.length; i++) {
      int tag = tags[i];
      if ((permissions[i] & ~7) != 0) {
        return false;
      }
      if (tag == OWNER && wanted == OWNER) {
        wanted = USER;
      } else if (tag == USER && wanted == USER) {
        needsMask = true;
      } else if (tag == OWNING_GROUP && wanted == USER) {
        wanted = GROUP;
      } else if (tag == GROUP && wanted == GROUP) {
        needsMask = true;
      } else if (tag == MASK && wanted == GROUP) {
        wanted = OTHER;
      } else if (tag == OTHER && (wanted == OTHER || (wanted == GROUP && !needsMask))) {
        wanted = 0;
      } else {
        return false;
      }
    }
    return wanted == 0;
  }

  /** Returns the attribute's value. */
  byte[] value() {
    ByteBuffer bytes =
        ByteBuffer.allocate(HEADER + ENTRY * tags.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(VERSION);
    for (int i = 0; i < tags.length; i++) {
      bytes.putShort((short) tags[i]).putShort((short) permissions[i]).putInt(ids[i]);
    }
    return bytes.array();
  }

  /** Returns whether the list says no more than the mode of its file does. */
  boolean isMode() {
    return tags.length == OF_A_MODE;
  }

  /** Returns the nine bits of the mode that a file with this list has. */
  int mode() {
    return permissions[0] << 6 | permissions[ofGroup()] << 3 | permissions[tags.length - 1];
  }

  /** Returns the entry that the middle bits of a mode are: the mask, where there is one. */
  private int ofGroup() {
    int found = 0;
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] == OWNING_GROUP || tags[i] == MASK) {
        found = i;
      }
    }
    return found;
  }

  /** Returns the list that a file has when it is given another mode. */
  AccessList withMode(int mode) {
    int[] all = permissions.clone();
    all[0] = mode >> 6 & 7;
    all[ofGroup()] = mode >> 3 & 7;
    all[all.length - 1] = mode & 7;
    return new AccessList(tags, all, ids);
  }

  /** Returns the list of a file that is made with a mode where this list is handed on. */
  AccessList madeWith(int mode) {
    return withMode(mode & mode());
  }

  /**
   * Returns whether somebody who does not own the file may use it.
   *
   * @param group the file's group
   * @param wanted as {@link Permissions} has it
   */
  boolean allows(int uid, Credentials who, int group, int wanted) {
    int mask = 7;
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] == MASK) {
        mask = permissions[i];
      }
    }
    boolean isListed = false;
    for (int i = 0; i < tags.length; i++) {
      if (tags[i] == USER && ids[i] == uid) {
        return (permissions[i] & mask & wanted) == wanted;
      }
      boolean isGroup = tags[i] == OWNING_GROUP || tags[i] == GROUP;
      if (isGroup && who.isInGroup(tags[i] == GROUP ? ids[i] : group)) {
        isListed = true;
        if ((permissions[i] & wanted) == wanted) {
          return (permissions[i] & mask & wanted) == wanted;
        }
      }
    }
    return !isListed && (permissions[tags.length - 1] & wanted) == wanted;
  }
}
