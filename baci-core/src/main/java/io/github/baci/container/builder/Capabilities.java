package io.github.baci.container.builder;

/** Sets of capabilities, as bits by their numbers in the kernel. */
final class Capabilities {
  /**
   * Docker's default: chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap,
   * net_bind_service, net_raw, sys_chroot, mknod, audit_write, setfcap.
   */
  static final long DEFAULT = 0xa80425fbL;

  private Capabilities() {}
}
