package io.github.baci.source.aci;

import io.github.baci.api.AcIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * What an HTML page says of images in its {@code meta} elements (App Container Image Discovery).
 *
 * @param templates where images are, from elements {@code ac-discovery}
 * @param publicKeys where keys are, from elements {@code ac-discovery-pubkeys}
 */
record DiscoveryMeta(List<Entry> templates, List<Entry> publicKeys) {
  private static final Pattern VARIABLE = Pattern.compile("\\{([^{}]*)\\}");
  private static final String EXTENSION = "ext";

  /**
   * One element.
   *
   * @param prefix the beginning of the names that it is for
   * @param url a URL, or the template of one
   */
  record Entry(String prefix, String url) {}

  /** A template with everything but the extension filled in. */
  private record Filled(String url, long variables) {}

  /** Reads a page. Whatever is no such element is passed over. */
  static DiscoveryMeta parse(String html) {
    List<Entry> templates = new ArrayList<>();
    List<Entry> publicKeys = new ArrayList<>();
    for (Element meta : Jsoup.parse(html).select("meta[name]")) {
      String[] content = meta.attr("content").strip().split("\\s+", 2);
      if (content.length == 2) {
        Entry entry = new Entry(content[0], content[1]);
        switch (meta.attr("name")) {
          case "ac-discovery" -> templates.add(entry);
          case "ac-discovery-pubkeys" -> publicKeys.add(entry);
          default -> {}
        }
      }
    }
    return new DiscoveryMeta(List.copyOf(templates), List.copyOf(publicKeys));
  }

  /**
   * Returns the templates that serve a name best, filled in as far as {@code {ext}}: of those in
   * which every variable has a value, the ones with most variables.
   *
   * @param labels values by label
   */
  List<String> bestTemplates(AcIdentifier name, Map<String, String> labels) {
    List<Filled> filled = new ArrayList<>();
    for (Entry entry : templates) {
      if (name.value().startsWith(entry.prefix())) {
        fill(entry.url(), name, labels).ifPresent(filled::add);
      }
    }
    long most = filled.stream().mapToLong(Filled::variables).max().orElse(0);
    return filled.stream().filter(each -> each.variables() == most).map(Filled::url).toList();
  }

  /** Returns where the keys are that images of a name are said to be signed with. */
  List<String> publicKeysFor(AcIdentifier name) {
    return publicKeys.stream()
        .filter(entry -> name.value().startsWith(entry.prefix()))
        .map(Entry::url)
        .toList();
  }

  /** Puts the extension, {@code aci} or {@code aci.asc}, into a template. */
  static String withExtension(String template, String extension) {
    return template.replace("{" + EXTENSION + "}", extension);
  }

  private static Optional<Filled> fill(
      String template, AcIdentifier name, Map<String, String> labels) {
    Matcher matcher = VARIABLE.matcher(template);
    StringBuilder url = new StringBuilder();
    long variables = 0;
    boolean hasExtension = false;
    while (matcher.find()) {
      String variable = matcher.group(1);
      String value =
          switch (variable) {
            case "name" -> name.value();
            case EXTENSION -> matcher.group();
            default -> labels.get(variable);
          };
      if (value == null) {
        return Optional.empty();
      }
      hasExtension |= variable.equals(EXTENSION);
      variables += labels.containsKey(variable) ? 1 : 0;
      matcher.appendReplacement(url, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(url);
    return hasExtension ? Optional.of(new Filled(url.toString(), variables)) : Optional.empty();
  }
}
