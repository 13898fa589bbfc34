package io.github.baci.testing;

import java.util.List;

/** The capabilities that containers of Docker have, unless more or fewer are asked for. */
public final class DockersCapabilities {
  /** Their names, without the prefix {@code CAP_}. */
  public static final List<String> DEFAULT =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "FSETID",
          "FOWNER",
          "MKNOD",
          "NET_RAW",
          "SETGID",
          "SETUID",
          "SETFCAP",
          "SETPCAP",
          "NET_BIND_SERVICE",
          "SYS_CHROOT",
          "KILL",
          "AUDIT_WRITE");

  private DockersCapabilities() {}
}
