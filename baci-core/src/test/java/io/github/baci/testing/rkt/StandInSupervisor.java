package io.github.baci.testing.rkt;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The supervisor of the stand-in's systemd-like flavour. The app is a process in a pid namespace;
 * its two outputs come out as one, with a prefix and CRLF, among lines of the supervisor's own; it
 * lives on when rkt is killed; and rkt ends with 0 when it was asked to end, perhaps before the app
 * has.
 */
final class StandInSupervisor {
  /** What a process gets that makes a system call which the filter of 2016 does not know. */
  private static final int KILLED_BY_FILTER = 31;

  private static final List<String> CAPABILITIES =
      List.of(
          "CAP_AUDIT_WRITE",
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_KILL",
          "CAP_MKNOD",
          "CAP_NET_RAW",
          "CAP_NET_BIND_SERVICE",
          "CAP_SETUID",
          "CAP_SETGID",
          "CAP_SETPCAP",
          "CAP_SETFCAP",
          "CAP_SYS_CHROOT");

  private StandInSupervisor() {}

  /**
   * Returns what rkt does after the pod is prepared.
   *
   * @param name what the app is called
   * @param mounting commands that mount
   * @param start the command that starts the app
   */
  static String script(
      Path pod, String name, boolean isolatesNetwork, String mounting, String start) {
    String inner =
        """
        read -r pid rest < /proc/self/stat
        echo $pid > pid
        %s
        %s &
        app=$!
        trap 'kill -TERM $app' TERM
        wait $app
        code=$?
        while kill -0 $app 2>/dev/null; do wait $app; code=$?; done
        if [ $code -gt 128 ] && [ $code -lt 193 ]; then code=$((code - 128)); fi
        echo $code > code
        """
            .formatted(mounting, start.strip());
    return """
    cd %1$s
    mkfifo out
    # Both ends are open before the app is started: were this shell killed between, whoever opens
    # one end would wait for the other without end, and hold the pod's lock.
    exec 8<>out 7<out
    setsid unshare --mount --propagation private --pid --fork --ipc --uts %2$s \\
        /bin/sh -c %3$s < /dev/null > out 2>&1 7<&- 8<&- &
    exec 8<&-
    trap 'kill -TERM $(cat pid); asked=1' TERM
    tries=0
    echo 'stage1: warning: error setting journal ACLs, you will need root' >&2
    echo '/etc/localtime is not a symlink, not updating container timezone.'
    printf '[  991.4] systemd[1]: Started %4$s.\\r\\n'
    while :; do
      if read -r line; then
        printf '[  991.5] %4$s[8]: %%s\\r\\n' "$line"
      elif [ -n "$asked" ] && [ ! -e code ] && [ $tries -lt 3 ]; then
        # a signal has ended the reading, and the app may be about to end
        tries=$((tries + 1))
        sleep 0.1
      else
        break
      fi
    done <&7
    echo 'Attempted to remove disk file system under "/run/systemd/nspawn/propagate/x", and not allowed.' >&2
    if [ -n "$asked" ]; then exit 0; fi
    exit $(cat code 2>/dev/null || echo 1)
    """
        .formatted(
            StandInPod.quote(pod), isolatesNetwork ? "--net" : "", StandInPod.quote(inner), name);
  }

  /** Returns the commands that hold the app to the isolators of its manifest. */
  static String restriction(JsonNode app) {
    List<String> capabilities = CAPABILITIES;
    boolean hasFilter = true;
    for (JsonNode isolator : app.path("isolators")) {
      List<String> set = new ArrayList<>();
      isolator.path("value").path("set").forEach(value -> set.add(value.asText()));
      String name = isolator.path("name").asText();
      if (name.equals("os/linux/capabilities-retain-set")) {
        capabilities = set;
      } else if (name.equals("os/linux/seccomp-retain-set")) {
        hasFilter = !set.contains("@appc.io/all");
      }
    }
    if (hasFilter) {
      return "sh -c 'exit %d' ".formatted(KILLED_BY_FILTER);
    }
    StringBuilder bounding = new StringBuilder("-all");
    for (String capability : capabilities) {
      String name = capability.toLowerCase(Locale.ROOT).replaceFirst("^cap_", "");
      bounding.append(",+").append(name);
    }
    return "setpriv --bounding-set %s ".formatted(bounding);
  }
}
