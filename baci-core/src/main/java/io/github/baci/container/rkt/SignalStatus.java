package io.github.baci.container.rkt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Lets a signal be told from an exit code where the machine's systemd-nspawn runs pods. rkt's
 * stage1-host asks the systemd in the pod for the number of the app's status and not for its kind,
 * so that signal 9 and {@code exit 9} are the same to it. It takes the first {@code systemd-nspawn}
 * on the PATH, though, and here that is a script, which puts another {@code systemctl} into the
 * pod: one that adds 128 to the number of a signal, as shells do. It also tells of an app that
 * systemd has not started: now and then a pod ends before, and rkt takes that for success.
 *
 * <p>Limits: a stage1 image that has a systemd-nspawn of its own, as stage1-coreos, does not look
 * at the PATH.
 */
final class SignalStatus {
  /** The status of an app that was never started: no exit code, so that rkt itself ends with 0. */
  static final int NOT_STARTED = 1000;

  private static final String NSPAWN = "systemd-nspawn";
  private static final String SYSTEMCTL = "systemctl";

  /** The other systemctl, by a name under which rkt does not find it on the PATH. */
  private static final String STATUS = "systemctl-in-pod";

  /** Where the machine's own systemctl is in the pod. */
  private static final String OWN_SYSTEMCTL = "/usr/bin/systemctl.baci";

  private SignalStatus() {}

  /**
   * Writes the scripts.
   *
   * @param directory where they go; an absolute path
   * @param path the PATH that programs are found on
   * @return the PATH with which rkt tells signals apart; empty if the machine has no
   *     systemd-nspawn, or the directory cannot be part of a PATH
   */
  static Optional<String> path(Path directory, String path) throws IOException {
    Optional<Path> nspawn = find(NSPAWN, path);
    Optional<Path> systemctl = find(SYSTEMCTL, path);
    String place = directory.toString();
    if (nspawn.isEmpty() || systemctl.isEmpty() || place.indexOf(':') >= 0) {
      return Optional.empty();
    }
    script(
        directory.resolve(NSPAWN),
        """
        #!/bin/sh
        exec %s --bind-ro=%s:/usr/bin/systemctl --bind-ro=%s:%s "$@"
        """
            .formatted(
                quote(nspawn.get().toString()),
                quote(place + "/" + STATUS),
                quote(systemctl.get().toString()),
                OWN_SYSTEMCTL));
    script(
        directory.resolve(STATUS),
        """
        #!/usr/bin/bash
        own=%s
        if [ "$1 $2 $3" = "show --property ExecMainStatus" ]; then
          status=$($own show --property ExecMainStatus "$4")
          status=${status#*=}
          kind=$($own show --property ExecMainCode "$4")
          pid=$($own show --property ExecMainPID "$4")
          if [ "${pid#*=}" = 0 ]; then
            status=%d
          fi
          case ${kind#*=} in
            2 | 3) status=$((128 + status)) ;; # CLD_KILLED, CLD_DUMPED
          esac
          echo "ExecMainStatus=$status"
          exit 0
        fi
        exec $own "$@"
        """
            .formatted(OWN_SYSTEMCTL, NOT_STARTED));
    return Optional.of(place + ":" + path);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Optional<Path> find(String program, String path) {
    for (String directory : path.split(":")) {
      Path candidate = Path.of(directory, program);
      if (directory.startsWith("/")
          && Files.isRegularFile(candidate)
          && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static String quote(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
