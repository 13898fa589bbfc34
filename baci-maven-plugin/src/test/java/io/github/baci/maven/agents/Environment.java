package io.github.baci.maven.agents;

import io.github.baci.testing.DockersCapabilities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The containers in which CI systems run Maven: who runs it, and what the container lets it do. */
enum Environment {
  /** Docker's default container. */
  DOCKER_ROOT(User.ROOT, Capabilities.DOCKERS, Trait.FILTERED),
  /** The same with CAP_SYS_ADMIN. */
  DOCKER_SYS_ADMIN(User.ROOT, Capabilities.DOCKERS_AND_SYS_ADMIN, Trait.FILTERED),
  /** Docker's default container with a user of its own. */
  DOCKER_USER(User.JENKINS, Capabilities.DOCKERS, Trait.FILTERED),
  /**
   * A pod of Kubernetes' level "restricted", and of OpenShift's restricted-v2: a uid that nobody
   * knows, no capabilities, no_new_privs, the runtime's filter, a read-only root; and little
   * memory.
   */
  RESTRICTED(
      User.UNKNOWN,
      List.of(),
      Trait.FILTERED,
      Trait.NO_NEW_PRIVILEGES,
      Trait.READ_ONLY,
      Trait.SMALL),
  /** Docker's default container without a filter. */
  UNCONFINED_ROOT(User.ROOT, Capabilities.DOCKERS),
  /** The same with a user of its own. */
  UNCONFINED_USER(User.JENKINS, Capabilities.DOCKERS),
  /** Docker's container with {@code --privileged}. */
  PRIVILEGED(User.ROOT, Capabilities.HELD, Trait.PRIVILEGED),
  /** A machine without user namespaces, and an ordinary user of it. */
  WITHOUT_USER_NAMESPACES(User.JENKINS_LATER, Capabilities.ALL, Trait.PRIVILEGED, Trait.A_MACHINE);

  private final User user;

  @SuppressWarnings("ImmutableEnumChecker") // a list that nobody can change
  private final List<String> capabilities;

  @SuppressWarnings("ImmutableEnumChecker") // a list that nobody can change
  private final List<Trait> traits;

  Environment(User user, List<String> capabilities, Trait... traits) {
    this.user = user;
    this.capabilities = capabilities;
    this.traits = List.of(traits);
  }

  User user() {
    return user;
  }

  /** Returns the capabilities of root in it, without their prefix. */
  List<String> capabilities() {
    return capabilities;
  }

  boolean has(Trait trait) {
    return traits.contains(trait);
  }

  /** What a container is beside Docker's default. */
  enum Trait {
    /** It has Docker's seccomp profile. */
    FILTERED,
    /** Nobody in it can gain privileges. */
    NO_NEW_PRIVILEGES,
    /** Its root file system is read-only. */
    READ_ONLY,
    /** It has 512 MiB of memory. */
    SMALL,
    /** Nothing of /proc and /sys is hidden. */
    PRIVILEGED,
    /** It has a user namespace, in which others are forbidden. */
    A_MACHINE
  }

  /** Who runs Maven. */
  enum User {
    ROOT(0, 0, "/root"),
    JENKINS(1000, 1000, "/home/jenkins"),
    /** Root to begin with, who then becomes an ordinary user. */
    JENKINS_LATER(0, 0, "/home/jenkins"),
    /** As OpenShift gives it: no entry in /etc/passwd, root's group, no home directory. */
    UNKNOWN(1_000_680_000, 0, "/");

    final int uid;
    final int gid;
    final String home;

    User(int uid, int gid, String home) {
      this.uid = uid;
      this.gid = gid;
      this.home = home;
    }
  }

  /** Lists of capabilities. */
  private static final class Capabilities {
    /** By their numbers (linux/capability.h). */
    private static final List<String> BY_NUMBER =
        List.of(
            "CHOWN",
            "DAC_OVERRIDE",
            "DAC_READ_SEARCH",
            "FOWNER",
            "FSETID",
            "KILL",
            "SETGID",
            "SETUID",
            "SETPCAP",
            "LINUX_IMMUTABLE",
            "NET_BIND_SERVICE",
            "NET_BROADCAST",
            "NET_ADMIN",
            "NET_RAW",
            "IPC_LOCK",
            "IPC_OWNER",
            "SYS_MODULE",
            "SYS_RAWIO",
            "SYS_CHROOT",
            "SYS_PTRACE",
            "SYS_PACCT",
            "SYS_ADMIN",
            "SYS_BOOT",
            "SYS_NICE",
            "SYS_RESOURCE",
            "SYS_TIME",
            "SYS_TTY_CONFIG",
            "MKNOD",
            "LEASE",
            "AUDIT_WRITE",
            "AUDIT_CONTROL",
            "SETFCAP",
            "MAC_OVERRIDE",
            "MAC_ADMIN",
            "SYSLOG",
            "WAKE_ALARM",
            "BLOCK_SUSPEND",
            "AUDIT_READ",
            "PERFMON",
            "BPF",
            "CHECKPOINT_RESTORE");

    static final List<String> DOCKERS = DockersCapabilities.DEFAULT;

    static final List<String> DOCKERS_AND_SYS_ADMIN =
        Stream.concat(DOCKERS.stream(), Stream.of("SYS_ADMIN")).toList();

    /** All that the kernel has, as root of a new user namespace has them. */
    static final List<String> ALL = BY_NUMBER;

    /** All that this machine has to give. */
    static final List<String> HELD = held();

    private static List<String> held() {
      try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
        String bounding =
            lines.filter(line -> line.startsWith("CapBnd:")).findFirst().orElseThrow();
        long bits = Long.parseUnsignedLong(bounding.substring("CapBnd:".length()).strip(), 16);
        return IntStream.range(0, BY_NUMBER.size())
            .filter(number -> (bits >> number & 1) != 0)
            .mapToObj(BY_NUMBER::get)
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
