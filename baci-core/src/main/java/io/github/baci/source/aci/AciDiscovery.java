package io.github.baci.source.aci;

import io.github.baci.aci.archive.DependencyMatch;
import io.github.baci.aci.archive.UnrenderedAci;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.http.CacheValidators;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpFetch;
import io.github.baci.signature.UntrustedSignature;
import io.github.baci.source.aci.AciDownloads.Location;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Images by name (App Container Image Discovery): first simple, at {@code
 * https://NAME-VERSION-OS-ARCH.aci}, then meta, by the elements of the page {@code
 * https://NAME?ac-discovery=1}, or of that of a parent of the name. Where a name was found is kept
 * in the store, and looked for again once that is older than the options allow.
 *
 * <p>Operating system and architecture are those of the platform unless the name says otherwise; a
 * version that the name does not have is {@code latest}, unless a template does without.
 */
final class AciDiscovery {
  private static final int LARGEST_PAGE = 1 << 20;
  private static final String VERSION = "version";

  private final SourceOptions options;
  private final HttpFetch http;
  private final AciDownloads downloads;
  private final AciRecords records;
  private final Clock clock;

  AciDiscovery(
      SourceOptions options,
      HttpFetch http,
      AciDownloads downloads,
      AciRecords records,
      Clock clock) {
    this.options = options;
    this.http = http;
    this.downloads = downloads;
    this.records = records;
    this.clock = clock;
  }

  /**
   * Finds and fetches an image.
   *
   * @param size how many bytes it must have, if that is known
   * @param anyName whether the image may have another name: its image ID says what it is
   * @throws BaciException if it is not found, says where it was looked for; or if what was found is
   *     another image
   */
  UnrenderedAci find(AciName name, Platform platform, OptionalLong size, boolean anyName)
      throws IOException, InterruptedException {
    Optional<AciRecords.Found> found = records.find(name + " " + platform);
    if (found.isPresent()
        && (options.offline()
            || found.get().askedAt().isAfter(clock.instant().minus(options.maxAge())))) {
      Location location = found.get().location();
      return checked(fetch(name, location, size), name, anyName, location);
    }
    if (options.offline()) {
      throw new BaciException("it was never fetched, and the build is offline; build once online");
    }
    return new Search(name, platform, size, anyName).run();
  }

  private UnrenderedAci fetch(AciName name, Location location, OptionalLong size)
      throws IOException, InterruptedException {
    try {
      return downloads.fetch(location, Optional.of(name.name()), size);
    } catch (HttpFailure e) {
      throw new BaciException("%s: %s".formatted(location.image(), e.getMessage()), e);
    }
  }

  private static UnrenderedAci checked(
      UnrenderedAci image, AciName name, boolean anyName, Location location) {
    if (!anyName && !DependencyMatch.hasName(image.manifest(), name)) {
      throw new BaciException(
          "%s is another image: %s"
              .formatted(
                  location.image(),
                  new AciName(image.manifest().name(), image.manifest().labels())));
    }
    return image;
  }

  /** One search, and what did not lead to the image. */
  private final class Search {
    private final AciName name;
    private final Platform platform;
    private final OptionalLong size;
    private final boolean anyName;
    private final Map<String, String> labels = new TreeMap<>();
    private final List<String> failures = new ArrayList<>();
    private List<String> publicKeys = List.of();

    Search(AciName name, Platform platform, OptionalLong size, boolean anyName) {
      this.name = name;
      this.platform = platform;
      this.size = size;
      this.anyName = anyName;
      Labels.ofPlatform(platform)
          .values()
          .forEach((label, value) -> labels.put(label.value(), value));
      name.labels().values().forEach((label, value) -> labels.put(label.value(), value));
    }

    UnrenderedAci run() throws IOException, InterruptedException {
      Optional<UnrenderedAci> image = simple();
      if (image.isEmpty()) {
        image = meta();
      }
      return image.orElseThrow(
          () ->
              new BaciException(
                  "no server has it: "
                      + String.join("; ", failures)
                      + "; check name and labels, or take aci+https://HOST/PATH"));
    }

    private Optional<UnrenderedAci> simple() throws IOException, InterruptedException {
      if (!labels.containsKey("os") || !labels.containsKey("arch")) {
        return Optional.empty();
      }
      String url =
          "https://%s-%s-%s-%s.aci"
              .formatted(
                  name.name(),
                  labels.getOrDefault(VERSION, "latest"),
                  labels.get("os"),
                  labels.get("arch"));
      return attempt(url, url + ".asc");
    }

    private Optional<UnrenderedAci> meta() throws IOException, InterruptedException {
      for (String prefix = name.name().value(); ; ) {
        Optional<UnrenderedAci> image = page("https://" + prefix + "?ac-discovery=1");
        int slash = prefix.lastIndexOf('/');
        if (image.isPresent() || slash < 0) {
          return image;
        }
        prefix = prefix.substring(0, slash);
      }
    }

    private Optional<UnrenderedAci> page(String url) throws IOException, InterruptedException {
      DiscoveryMeta page;
      try {
        page =
            http.get(
                    URI.create(url),
                    CacheValidators.NONE,
                    answer ->
                        DiscoveryMeta.parse(
                            new String(
                                answer.body().readNBytes(LARGEST_PAGE), StandardCharsets.UTF_8)))
                .orElseThrow();
      } catch (HttpFailure e) {
        failed(url, e);
        return Optional.empty();
      }
      List<String> templates = page.bestTemplates(name.name(), labels);
      if (templates.isEmpty() && !labels.containsKey(VERSION)) {
        Map<String, String> latest = new TreeMap<>(labels);
        latest.put(VERSION, "latest");
        templates = page.bestTemplates(name.name(), latest);
      }
      if (templates.isEmpty()) {
        failures.add(url + ": no element 'ac-discovery' is for it");
      }
      publicKeys = page.publicKeysFor(name.name());
      for (String template : templates) {
        if (template.startsWith("https://") || template.startsWith("http://")) {
          Optional<UnrenderedAci> image =
              attempt(
                  DiscoveryMeta.withExtension(template, "aci"),
                  DiscoveryMeta.withExtension(template, "aci.asc"));
          if (image.isPresent()) {
            return image;
          }
        } else {
          failures.add(template + ": its scheme is not known");
        }
      }
      return Optional.empty();
    }

    private Optional<UnrenderedAci> attempt(String image, String signature)
        throws IOException, InterruptedException {
      Location location;
      try {
        location = new Location(URI.create(image), URI.create(signature));
      } catch (IllegalArgumentException e) {
        failures.add(image + ": it is no URL");
        return Optional.empty();
      }
      UnrenderedAci found;
      try {
        found = downloads.fetch(location, Optional.of(name.name()), size);
      } catch (HttpFailure e) {
        failed(image, e);
        return Optional.empty();
      } catch (UntrustedSignature e) {
        throw publicKeys.isEmpty()
            ? e
            : new BaciException(
                "%s (the server says that its keys are at %s)"
                    .formatted(e.getMessage(), String.join(", ", publicKeys)),
                e);
      }
      checked(found, name, anyName, location);
      records.put(name + " " + platform, new AciRecords.Found(location, clock.instant()));
      return Optional.of(found);
    }

    /** Goes on where the server has nothing there; what else is wrong ends the search. */
    private void failed(String url, HttpFailure e) {
      if (!e.isRefusal()) {
        boolean isClear = e.kind() == HttpFailure.Kind.OTHER;
        throw new BaciException("%s: %s".formatted(url, isClear ? e.detail() : e.getMessage()), e);
      }
      failures.add(url + ": " + e.detail());
    }
  }
}
