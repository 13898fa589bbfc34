package io.github.baci.maven.agents;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Docker's default seccomp profile as runtimes take it, written from the table that the filter of
 * commands is made of: all is refused but what the table allows.
 */
final class DockersFilter {
  private static final String TABLE = "/io/github/baci/container/seccomp/calls";
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;
  private static final long NAMESPACES = 0x7e020000L;
  private static final int LAST_FAMILY = 45;
  private static final List<Integer> REFUSED_FAMILIES = List.of(12, 19, 20, 23, 25, 34, 37, 38, 40);
  private static final List<Long> PERSONALITIES = List.of(0L, 8L, 0x20000L, 0x20008L, 0xffffffffL);

  private final ArrayNode rules;
  private final List<String> capabilities;

  private DockersFilter(ArrayNode rules, List<String> capabilities) {
    this.rules = rules;
    this.capabilities = capabilities;
  }

  /**
   * Writes the profile.
   *
   * @param seccomp where to, as {@code linux.seccomp} of a runtime's config.json
   * @param capabilities those that the container has, without their prefix
   */
  static void write(ObjectNode seccomp, List<String> capabilities) throws IOException {
    seccomp.put("defaultAction", "SCMP_ACT_ERRNO").put("defaultErrnoRet", EPERM);
    if (System.getProperty("os.arch").equals("amd64")) {
      ArrayNode architectures = seccomp.putArray("architectures");
      List.of("X86_64", "X86", "X32").forEach(name -> architectures.add("SCMP_ARCH_" + name));
    }
    DockersFilter filter = new DockersFilter(seccomp.putArray("syscalls"), capabilities);
    try (InputStream in = DockersFilter.class.getResourceAsStream(TABLE);
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (!line.startsWith("#")) {
          String[] columns = line.trim().split(" +");
          filter.add(columns[0], columns[columns.length - 1]);
        }
      }
    }
  }

  private void add(String call, String who) {
    switch (who) {
      case "-" -> {}
      case "allow" -> allow(call);
      case "no-namespaces" -> {
        if (isAdministrator()) {
          allow(call);
        } else {
          argument(allow(call), "SCMP_CMP_MASKED_EQ", NAMESPACES, 0);
        }
      }
      case "no-clone3" -> {
        if (isAdministrator()) {
          allow(call);
        } else {
          rule(call, "SCMP_ACT_ERRNO").put("errnoRet", ENOSYS);
        }
      }
      case "families" -> {
        for (int family = 0; family <= LAST_FAMILY; family++) {
          if (!REFUSED_FAMILIES.contains(family)) {
            argument(allow(call), "SCMP_CMP_EQ", family, 0);
          }
        }
      }
      case "personalities" ->
          PERSONALITIES.forEach(value -> argument(allow(call), "SCMP_CMP_EQ", value, 0));
      default -> {
        if (Arrays.stream(who.split(",")).anyMatch(this::isHeld)) {
          allow(call);
        }
      }
    }
  }

  private boolean isHeld(String capability) {
    return capabilities.contains(capability.toUpperCase(Locale.ROOT));
  }

  private boolean isAdministrator() {
    return capabilities.contains("SYS_ADMIN");
  }

  private ObjectNode allow(String call) {
    return rule(call, "SCMP_ACT_ALLOW");
  }

  private ObjectNode rule(String call, String action) {
    ObjectNode rule = rules.addObject().put("action", action);
    rule.putArray("names").add(call);
    return rule;
  }

  private static void argument(ObjectNode rule, String operation, long value, long second) {
    rule.putArray("args")
        .addObject()
        .put("index", 0)
        .put("value", value)
        .put("valueTwo", second)
        .put("op", operation);
  }
}
