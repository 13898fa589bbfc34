package io.github.baci.discovery;

import io.github.baci.api.AcIdentifier;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The page of a web site that says where images are downloaded, and the keys that sign them. A
 * client that looks for {@code example.com/shop/web} asks for {@code
 * https://example.com/shop/web?ac-discovery=1}, and then, one by one, for what stands above it up
 * to {@code https://example.com?ac-discovery=1}; it takes the {@code meta} elements whose prefix
 * begins the image's name.
 */
public final class DiscoveryPage {
  /** Longer names first: clients try all prefixes of a name in the order of the page. */
  private static final Comparator<AcIdentifier> MOST_PRECISE_FIRST =
      Comparator.comparing((AcIdentifier name) -> -name.value().length())
          .thenComparing(Comparator.naturalOrder());

  private final SortedMap<AcIdentifier, SortedSet<String>> templates =
      new TreeMap<>(MOST_PRECISE_FIRST);
  private final List<String> publicKeys;

  /**
   * Begins a page.
   *
   * @param publicKeys the URLs of the keys that images are signed with
   * @throws io.github.baci.api.BaciException if one is no URL of HTTP
   */
  public DiscoveryPage(List<String> publicKeys) {
    publicKeys.forEach(url -> UrlTemplate.checkHttp(url, url));
    this.publicKeys = List.copyOf(publicKeys);
  }

  /** Adds an image. One name may have several places, one for each platform for example. */
  public void add(AcIdentifier name, UrlTemplate template) {
    templates.computeIfAbsent(name, any -> new TreeSet<>()).add(template.value());
  }

  /** Returns the page as HTML in UTF-8. The same images and keys give the same text. */
  public String toHtml() {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    templates.forEach(
        (name, places) ->
            places.forEach(place -> html.append(meta("ac-discovery", name.value(), place))));
    for (String owner : owners()) {
      publicKeys.forEach(key -> html.append(meta("ac-discovery-pubkeys", owner, key)));
    }
    html.append("<title>App Container Images</title>\n</head>\n<body>\n");
    html.append("<h1>App Container Images</h1>\n<ul>\n");
    templates
        .keySet()
        .forEach(
            name ->
                html.append(
                    "<li><code>rkt fetch %s:VERSION</code></li>\n".formatted(name.value())));
    return html.append("</ul>\n</body>\n</html>\n").toString();
  }

  /** Returns the first parts of all names, which are the hosts: a key is trusted for all of one. */
  private SortedSet<String> owners() {
    SortedSet<String> owners = new TreeSet<>();
    templates.keySet().forEach(name -> owners.add(name.value().split("/", 2)[0]));
    return owners;
  }

  private static String meta(String kind, String prefix, String url) {
    return "<meta name=\"%s\" content=\"%s %s\">\n".formatted(kind, prefix, escaped(url));
  }

  private static String escaped(String url) {
    return url.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
