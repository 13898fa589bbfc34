package io.github.baci.container.host;

/** A capability of a process, see capabilities(7). The names are the kernel's, without CAP_. */
enum Capability {
  CHOWN(0),
  DAC_OVERRIDE(1),
  FOWNER(3),
  FSETID(4),
  KILL(5),
  SETGID(6),
  SETUID(7),
  SYS_CHROOT(18),
  SYS_ADMIN(21),
  MKNOD(27),
  SETFCAP(31);

  private final int number;

  Capability(int number) {
    this.number = number;
  }

  /** Returns the number in the kernel. */
  int number() {
    return number;
  }
}
