package io.github.baci.registry;

import io.github.baci.api.BaciException;
import io.github.baci.api.ImageReference;
import java.util.Map;
import java.util.TreeMap;

/** Replaces prefixes of registry names; the longest prefix of whole components wins. */
public final class RegistryMirrors {
  private final Map<String, String> byPrefix = new TreeMap<>();

  /**
   * Takes the mirrors.
   *
   * @param mirrors what stands for a prefix, by the prefix: {@code docker.io/library} to {@code
   *     127.0.0.1:5000} makes {@code 127.0.0.1:5000/debian} of {@code docker.io/library/debian}
   * @throws BaciException if one of them names no registry
   */
  public RegistryMirrors(Map<String, String> mirrors) {
    mirrors.forEach((prefix, mirror) -> byPrefix.put(trim(prefix), trim(mirror)));
    byPrefix.forEach(
        (prefix, mirror) -> {
          if (prefix.isEmpty() || mirror.isEmpty()) {
            throw new BaciException(
                "the registry mirror '%s=%s' must have the form PREFIX=REGISTRY[/PATH], as in docker.io/library=127.0.0.1:5000"
                    .formatted(prefix, mirror));
          }
        });
  }

  private static String trim(String text) {
    String result = text.strip().replaceFirst("^https?://", "");
    while (result.endsWith("/")) {
      result = result.substring(0, result.length() - 1);
    }
    return result;
  }

  /** Returns the name under which an image is asked for; the name itself if it has no mirror. */
  public ImageReference apply(ImageReference name) {
    String path = name.registry() + "/" + name.repository();
    String best = null;
    for (String prefix : byPrefix.keySet()) {
      boolean matches = path.startsWith(prefix + "/") || path.equals(prefix);
      if (matches && (best == null || prefix.length() > best.length())) {
        best = prefix;
      }
    }
    if (best == null) {
      return name;
    }
    String mirror = byPrefix.get(best) + path.substring(best.length());
    int slash = mirror.indexOf('/');
    if (slash < 0) {
      throw new BaciException(
          "the registry mirror '%s=%s' leaves no repository of '%s'"
              .formatted(best, byPrefix.get(best), name));
    }
    return new ImageReference(
        mirror.substring(0, slash), mirror.substring(slash + 1), name.tag(), name.digest());
  }
}
