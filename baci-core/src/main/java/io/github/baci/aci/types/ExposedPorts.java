package io.github.baci.aci.types;

import io.github.baci.api.BaciException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Docker's exposed ports, as in {@code 80/tcp} or {@code 8000-8010/udp}, as ports of an app. */
public final class ExposedPorts {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?(?:/(.+))?");

  private ExposedPorts() {}

  /**
   * Makes the ports of an app, sorted by name.
   *
   * @param exposed ports as Docker writes them
   * @param names names by port; the others are named after number and protocol
   * @throws BaciException if a port has another form, a name serves twice, or one is given for a
   *     port that is not exposed
   */
  public static List<Port> toPorts(Collection<String> exposed, Map<String, String> names) {
    Map<String, AcName> chosen = new HashMap<>();
    names.forEach((port, name) -> chosen.put(normalised(port), new AcName(name)));
    List<Port> ports = new ArrayList<>();
    Set<AcName> seen = new HashSet<>();
    for (String text : exposed.stream().map(ExposedPorts::normalised).distinct().toList()) {
      AcName name =
          Optional.ofNullable(chosen.remove(text))
              .or(() -> AcName.sanitised(text))
              .orElseThrow(() -> invalid(text));
      if (!seen.add(name)) {
        throw new BaciException(
            "two exposed ports are called '%s'; give each a name of its own".formatted(name));
      }
      ports.add(port(name, text));
    }
    if (!chosen.isEmpty()) {
      throw new BaciException(
          "the port name '%s' is for port %s, which the image does not expose; exposed are %s"
              .formatted(
                  chosen.values().iterator().next(), chosen.keySet().iterator().next(), exposed));
    }
    ports.sort(Comparator.comparing(Port::name));
    return ports;
  }

  /** Returns a port of an app as Docker writes it. */
  public static String toDocker(Port port) {
    String protocol = port.protocol().isEmpty() ? "tcp" : port.protocol();
    return port.count() == 1
        ? port.port() + "/" + protocol
        : "%d-%d/%s".formatted(port.port(), port.port() + port.count() - 1, protocol);
  }

  /** Returns the port of an app that an exposed port is if nobody chooses a name. */
  public static Port named(String exposed) {
    return toPorts(List.of(exposed), Map.of()).get(0);
  }

  /** Returns ports in the form that {@link #toDocker} gives them. */
  public static Set<String> normalisedAll(Collection<String> ports) {
    return ports.stream().map(ExposedPorts::normalised).collect(Collectors.toSet());
  }

  private static Port port(AcName name, String text) {
    Matcher matcher = match(text);
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    if (first == 0) {
      throw new BaciException(
          "the image exposes port %s, but those of an App Container Image go from 1 to 65535; expose the port that the application listens on"
              .formatted(text));
    }
    return new Port(name, matcher.group(3), first, last - first + 1, false);
  }

  private static String normalised(String text) {
    Matcher matcher = match(text);
    String protocol = matcher.group(3) == null ? "tcp" : matcher.group(3).toLowerCase(Locale.ROOT);
    return matcher.group(1)
        + (matcher.group(2) == null ? "" : "-" + matcher.group(2))
        + "/"
        + protocol;
  }

  private static Matcher match(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw invalid(text);
    }
    return matcher;
  }

  private static BaciException invalid(String text) {
    return new BaciException(
        "'%s' is not an exposed port: it must have the form PORT[-PORT][/PROTOCOL], as in 80/tcp"
            .formatted(text));
  }
}
