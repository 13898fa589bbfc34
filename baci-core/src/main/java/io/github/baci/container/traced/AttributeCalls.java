package io.github.baci.container.traced;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls about extended attributes. Those that only root may set, as the capabilities of a
 * program, are kept by the tracer, and so are access lists, which name users that this machine does
 * not have; those of users are the file's own.
 */
final class AttributeCalls {
  /** The attribute that holds the capabilities of a program. */
  static final String CAPABILITY = "security.capability";

  private static final int MOST = 1 << 16;
  private static final int XATTR_CREATE = 1;
  private static final int XATTR_REPLACE = 2;

  private final Guest guest;
  private final OwnerCalls ownerCalls;
  private final NativeBuffer value = new NativeBuffer(MOST);

  AttributeCalls(Guest guest, OwnerCalls ownerCalls) {
    this.guest = guest;
    this.ownerCalls = ownerCalls;
  }

  /** What a call is about. */
  private String path = "";

  private boolean isLink;

  /**
   * Finds the file of the first argument: a path, with the link at its end or not, or an open one.
   */
  private long find(Task task, GuestCall call) {
    boolean isOpened =
        switch (call) {
          case FSETXATTR, FGETXATTR, FLISTXATTR, FREMOVEXATTR -> true;
          default -> false;
        };
    if (isOpened) {
      int fd = guest.registers().intArgument(0);
      path = Guest.opened(task, fd);
      isLink = false;
      return guest.host().stat(path, true, guest.paths().stat()) < 0 ? -Errors.EBADF : 0;
    }
    boolean follow =
        switch (call) {
          case LSETXATTR, LGETXATTR, LLISTXATTR, LREMOVEXATTR -> false;
          default -> true;
        };
    long result = guest.findExisting(task, Host.CWD, 0, follow);
    path = guest.paths().path();
    isLink = result == 0 && guest.paths().stat().isLink();
    return result;
  }

  private static boolean isKept(String name) {
    return name.startsWith("security.") || name.startsWith("trusted.") || AccessList.isName(name);
  }

  private boolean isOwn() {
    return guest.paths().stat().uid() == guest.owners().ownUid();
  }

  private @Nullable String name(Task task) {
    return guest.memory().path(task.pid, guest.registers().argument(1));
  }

  long set(Task task, GuestCall call) {
    long result = find(task, call);
    String name = result < 0 ? null : name(task);
    if (name == null) {
      return result < 0 ? result : guest.memory().error();
    }
    Registers registers = guest.registers();
    long size = registers.argument(3);
    int flags = registers.intArgument(4);
    if (size < 0 || size > MOST) {
      return -Errors.E2BIG;
    }
    if (size > 0
        && guest.memory().read(task.pid, registers.argument(2), value, 0, (int) size) != size) {
      return -Errors.EFAULT;
    }
    if (call != GuestCall.FSETXATTR && guest.paths().isReadOnly()) {
      return -Errors.EROFS;
    }
    if (AccessList.isName(name)) {
      return ownerCalls.setList(task, path, name, value.get(0, (int) size));
    }
    if (isKept(name)) {
      if (task.credentials.fsuid() != 0 || !isOwn()) {
        return -Errors.EPERM;
      }
      Owners.Entry entry = guest.owners().get(guest.paths().stat());
      boolean exists = entry.xattrs().containsKey(name);
      if (exists && (flags & XATTR_CREATE) != 0) {
        return -Errors.EEXIST;
      }
      if (!exists && (flags & XATTR_REPLACE) != 0) {
        return -Errors.ENODATA;
      }
      guest.owners().put(guest.paths().stat(), entry.with(name, value.get(0, (int) size)));
      ownerCalls.touch(path, guest.paths().stat());
      return 0;
    }
    if (!name.startsWith("user.")) {
      return -Errors.EOPNOTSUPP;
    }
    if (!guest.allows(task, Permissions.WRITE)) {
      return -Errors.EACCES;
    }
    GuestCall on = isLink ? GuestCall.LSETXATTR : GuestCall.SETXATTR;
    return guest.host().named(on, path, name, value.address(), size, flags);
  }

  long get(Task task, GuestCall call) {
    long result = find(task, call);
    String name = result < 0 ? null : name(task);
    if (name == null) {
      return result < 0 ? result : guest.memory().error();
    }
    Registers registers = guest.registers();
    long size = registers.argument(3);
    if (AccessList.isName(name) && (isLink || !isOwn())) {
      return -Errors.EOPNOTSUPP;
    }
    if (isKept(name)) {
      byte[] kept = guest.owners().get(guest.paths().stat()).xattrs().get(name);
      if (kept == null || !isOwn()) {
        return -Errors.ENODATA;
      }
      if (size == 0) {
        return kept.length;
      }
      if (size < kept.length) {
        return -Errors.ERANGE;
      }
      value.put(0, kept);
      result = guest.give(task, registers.argument(2), value, kept.length);
      return result < 0 ? result : kept.length;
    }
    if (!name.startsWith("user.")) {
      return name.startsWith("system.") ? -Errors.EOPNOTSUPP : -Errors.ENODATA;
    }
    GuestCall on = isLink ? GuestCall.LGETXATTR : GuestCall.GETXATTR;
    result =
        guest
            .host()
            .named(on, path, name, value.address(), size == 0 ? 0 : Math.min(size, MOST), 0);
    if (result > 0 && size > 0) {
      long given = guest.give(task, registers.argument(2), value, (int) result);
      return given < 0 ? given : result;
    }
    return result;
  }

  long list(Task task, GuestCall call) {
    long result = find(task, call);
    if (result < 0) {
      return result;
    }
    GuestCall on = isLink ? GuestCall.LLISTXATTR : GuestCall.LISTXATTR;
    long length = guest.host().on(on, path, value.address(), MOST);
    StringBuilder names = new StringBuilder();
    if (length > 0) {
      for (String name : value.text(0, (int) length).split("\0")) {
        if (name.startsWith("user.")) {
          names.append(name).append('\0');
        }
      }
    }
    if (isOwn()) {
      Map<String, byte[]> kept = guest.owners().get(guest.paths().stat()).xattrs();
      kept.keySet().forEach(name -> names.append(name).append('\0'));
    }
    byte[] bytes = names.toString().getBytes(StandardCharsets.ISO_8859_1);
    long size = guest.registers().argument(2);
    if (size == 0 || bytes.length == 0) {
      return bytes.length;
    }
    if (size < bytes.length) {
      return -Errors.ERANGE;
    }
    value.put(0, bytes);
    result = guest.give(task, guest.registers().argument(1), value, bytes.length);
    return result < 0 ? result : bytes.length;
  }

  long remove(Task task, GuestCall call) {
    long result = find(task, call);
    String name = result < 0 ? null : name(task);
    if (name == null) {
      return result < 0 ? result : guest.memory().error();
    }
    if (call != GuestCall.FREMOVEXATTR && guest.paths().isReadOnly()) {
      return -Errors.EROFS;
    }
    if (AccessList.isName(name)) {
      return ownerCalls.setList(task, path, name, new byte[0]);
    }
    if (isKept(name)) {
      if (task.credentials.fsuid() != 0 || !isOwn()) {
        return -Errors.EPERM;
      }
      Owners.Entry entry = guest.owners().get(guest.paths().stat());
      if (!entry.xattrs().containsKey(name)) {
        return -Errors.ENODATA;
      }
      guest.owners().put(guest.paths().stat(), entry.with(name, null));
      ownerCalls.touch(path, guest.paths().stat());
      return 0;
    }
    if (!name.startsWith("user.")) {
      return name.startsWith("system.") ? -Errors.EOPNOTSUPP : -Errors.ENODATA;
    }
    if (!guest.allows(task, Permissions.WRITE)) {
      return -Errors.EACCES;
    }
    GuestCall on = isLink ? GuestCall.LREMOVEXATTR : GuestCall.REMOVEXATTR;
    return guest.host().named(on, path, name, 0, 0, 0);
  }
}
