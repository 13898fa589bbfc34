package io.github.baci.container.traced;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers calls that name sockets: those of files by paths, and, without a network, all others. */
final class SocketCalls {
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;
  private static final int ADDRESS_SIZE = 128;
  private static final int LONGEST = 107;
  private static final int HEADER_SIZE = 56;
  private static final int EADDRINUSE = 98;

  private final Guest guest;
  private final NewFiles newFiles;
  private final boolean hasNetwork;
  private final ShortNames shortNames;
  private final Map<String, String> aliases = new HashMap<>();

  /**
   * Prepares to answer.
   *
   * @param shortNames a directory with a short path, for links to directories with long ones
   */
  SocketCalls(Guest guest, NewFiles newFiles, boolean hasNetwork, ShortNames shortNames) {
    this.guest = guest;
    this.newFiles = newFiles;
    this.hasNetwork = hasNetwork;
    this.shortNames = shortNames;
  }

  /** Reads an address to the buffer; returns its family, or an error. */
  private long family(Task task, long address, long length) {
    if (address == 0 || length < 2) {
      return 0;
    }
    int size = (int) Math.min(length, ADDRESS_SIZE);
    return guest.take(task, address, size) < 0 ? -Errors.EFAULT : guest.buffer().getShort(0);
  }

  private @Nullable String path(long length) {
    int size = (int) Math.min(length, ADDRESS_SIZE);
    if (size <= 2 || guest.buffer().getByte(2) == 0) {
      return null;
    }
    int end = guest.buffer().indexOfZero(2, size);
    return guest.buffer().text(2, (end < 0 ? size : end) - 2);
  }

  private boolean isElsewhere(long family) {
    NativeBuffer address = guest.buffer();
    if (family == AF_INET) {
      int first = address.getByte(4) & 0xff;
      return first != 127 && address.getInt(4) != 0;
    }
    if (family == AF_INET6) {
      return !(address.getLong(8) == 0
          && address.getInt(16) == 0
          && (address.getInt(20) == 0x01000000 || address.getInt(20) == 0));
    }
    return false;
  }

  long bind(Task task) {
    Registers registers = guest.registers();
    long length = registers.argument(2) & 0xffffffffL;
    long family = family(task, registers.argument(1), length);
    String path = family == AF_UNIX ? path(length) : null;
    if (path == null || isDone(task, registers.argument(1))) {
      return family < 0 ? family : Guest.MAKE;
    }
    long result = guest.paths().find(task, Host.CWD, path, false);
    if (result < 0) {
      return result;
    }
    if (guest.paths().exists()) {
      return -EADDRINUSE;
    }
    result = guest.mayChangeParent(task);
    if (result < 0) {
      return result;
    }
    String made = guest.paths().path();
    int mode = newFiles.mode(task, 0777);
    boolean isPlain = newFiles.isPlain(task, mode, false);
    long answer = makeWithAddress(task, 1, 2);
    if (answer == Guest.MAKE && !isPlain) {
      task.completion =
          done -> {
            if (guest.registers().result() == 0) {
              newFiles.made(done, made, mode);
            }
          };
    }
    return answer;
  }

  private boolean isDone(Task task, long address) {
    return task.scratch != 0 && address == task.scratch;
  }

  long connect(Task task, int addressArgument, int lengthArgument) {
    Registers registers = guest.registers();
    long length = registers.argument(lengthArgument) & 0xffffffffL;
    long address = registers.argument(addressArgument);
    long family = family(task, address, length);
    if (family < 0) {
      return family;
    }
    if (family != AF_UNIX) {
      return !hasNetwork && isElsewhere(family) ? -Errors.ENETUNREACH : Guest.MAKE;
    }
    String path = path(length);
    if (path == null || isDone(task, address)) {
      return Guest.MAKE;
    }
    long result = findSocket(task, path);
    return result < 0 ? result : makeWithAddress(task, addressArgument, lengthArgument);
  }

  private long findSocket(Task task, String path) {
    long result = guest.paths().find(task, Host.CWD, path, true);
    if (result < 0) {
      return result;
    }
    if (!guest.paths().exists()) {
      return -Errors.ENOENT;
    }
    return guest.allows(task, Permissions.WRITE) ? 0 : -Errors.EACCES;
  }

  private long makeWithAddress(Task task, int addressArgument, int lengthArgument) {
    int length = putAddress(0);
    if (length < 0) {
      return -Errors.ENAMETOOLONG;
    }
    long answer = guest.makeWith(task, addressArgument, length);
    if (answer == Guest.MAKE) {
      guest.replace(task, lengthArgument, length);
    }
    return answer;
  }

  /** Writes the address of what was found to the buffer; returns its length. */
  private int putAddress(int at) {
    String path = guest.paths().path();
    if (path.length() > LONGEST) {
      int slash = path.lastIndexOf('/');
      String alias = alias(path.substring(0, slash));
      if (alias == null || alias.length() + path.length() - slash > LONGEST) {
        return -1;
      }
      path = alias + path.substring(slash);
    }
    guest.buffer().putShort(at, AF_UNIX);
    return 2 + guest.buffer().putText(at + 2, path);
  }

  /** Returns a short path for a directory, or null. */
  private @Nullable String alias(String directory) {
    String known = aliases.get(directory);
    if (known != null) {
      return known;
    }
    try {
      String link = PathBytes.of(shortNames.path() + "/" + aliases.size());
      guest.host().symlink(directory, link);
      aliases.put(directory, link);
      return link;
    } catch (IOException e) {
      return null; // no room
    }
  }

  long sendmsg(Task task) {
    Registers registers = guest.registers();
    long header = registers.argument(1);
    if (guest.take(task, header, HEADER_SIZE) < 0) {
      return -Errors.EFAULT;
    }
    byte[] bytes = guest.buffer().get(0, HEADER_SIZE);
    long address = guest.buffer().getLong(0);
    long length = guest.buffer().getInt(8) & 0xffffffffL;
    long family = family(task, address, length);
    if (family < 0) {
      return family;
    }
    if (family != AF_UNIX) {
      return !hasNetwork && isElsewhere(family) ? -Errors.ENETUNREACH : Guest.MAKE;
    }
    String path = path(length);
    if (path == null || isDone(task, header)) {
      return Guest.MAKE;
    }
    long result = findSocket(task, path);
    if (result < 0) {
      return result;
    }
    long space = guest.space(task, HEADER_SIZE + ADDRESS_SIZE);
    if (space == 0) {
      return guest.getSpace(task, HEADER_SIZE + ADDRESS_SIZE);
    }
    int size = putAddress(HEADER_SIZE);
    if (size < 0) {
      return -Errors.ENAMETOOLONG;
    }
    guest.buffer().put(0, bytes);
    guest.buffer().putLong(0, space + HEADER_SIZE);
    guest.buffer().putInt(8, size);
    return guest.makeWith(task, 1, HEADER_SIZE + ADDRESS_SIZE);
  }

  /**
   * Answers sendmmsg, which sends several messages, mostly to name servers. Without a network
   * nothing is sent: where each of them goes is not looked at.
   */
  long sendmmsg() {
    return hasNetwork ? Guest.MAKE : -Errors.ENETUNREACH;
  }

  /** Answers getsockname and getpeername: paths are the guest's again. */
  long name(Task task) {
    Registers registers = guest.registers();
    long address = registers.argument(1);
    long lengthAddress = registers.argument(2);
    if (guest.take(task, lengthAddress, 4) < 0) {
      return -Errors.EFAULT;
    }
    int room = guest.buffer().getInt(0);
    task.completion =
        done -> {
          if (guest.registers().result() < 0 || guest.take(done, lengthAddress, 4) < 0) {
            return;
          }
          int length = Math.min(guest.buffer().getInt(0), room);
          long family = family(done, address, length);
          String path = family == AF_UNIX ? path(length) : null;
          if (path != null && path.startsWith("/")) {
            giveName(done, address, lengthAddress, room, path);
          }
        };
    return Guest.MAKE;
  }

  private void giveName(Task task, long address, long lengthAddress, int room, String path) {
    String real = path;
    for (Map.Entry<String, String> alias : aliases.entrySet()) {
      if (path.startsWith(alias.getValue() + "/")) {
        real = alias.getKey() + path.substring(alias.getValue().length());
      }
    }
    GuestDirectory found = guest.paths().binds().guestOf(real);
    if (found == null) {
      return;
    }
    guest.buffer().putShort(0, AF_UNIX);
    int length = 2 + guest.buffer().putText(2, found.guest());
    guest.give(task, address, Math.min(room, length));
    guest.buffer().putInt(0, length);
    guest.give(task, lengthAddress, 4);
  }

  /** Answers getsockopt of SO_PEERCRED: who the other end is, as the guest has it. */
  long peer(Task task) {
    long address = guest.registers().argument(3);
    task.completion =
        done -> {
          if (guest.registers().result() != 0 || guest.take(done, address, 12) < 0) {
            return;
          }
          Task other = guest.processes().numbered(guest.buffer().getInt(0));
          if (other != null) {
            guest.buffer().putInt(4, other.credentials.euid());
            guest.buffer().putInt(8, other.credentials.egid());
            guest.give(done, address, 12);
          }
        };
    return Guest.MAKE;
  }
}
