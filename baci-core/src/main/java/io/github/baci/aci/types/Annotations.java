package io.github.baci.aci.types;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The annotations of an image: free values by AC Identifier, sorted by name; {@code created} is a
 * time in the form of RFC 3339, {@code homepage} and {@code documentation} are http(s) URLs.
 *
 * @param values the values by name
 */
public record Annotations(SortedMap<AcIdentifier, String> values) {
  /** No annotations. */
  public static final Annotations NONE = new Annotations(Collections.emptySortedMap());

  /** Copies and checks the annotations. */
  public Annotations {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    values.forEach(
        (name, value) -> {
          switch (name.value()) {
            case "created" -> checkTime(value);
            case "homepage", "documentation" -> checkUrl(name, value);
            default -> {}
          }
        });
  }

  /** Annotations of plain texts. */
  public static Annotations of(Map<String, String> annotations) {
    SortedMap<AcIdentifier, String> values = new TreeMap<>();
    annotations.forEach((name, value) -> values.put(new AcIdentifier(name), value));
    return new Annotations(values);
  }

  /** Returns these annotations, with those of {@code other} put over them. */
  public Annotations with(Annotations other) {
    SortedMap<AcIdentifier, String> merged = new TreeMap<>(values);
    merged.putAll(other.values);
    return new Annotations(merged);
  }

  /** Returns the value of an annotation. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(new AcIdentifier(name)));
  }

  private static void checkTime(String value) {
    try {
      OffsetDateTime.parse(value);
    } catch (DateTimeParseException e) {
      throw new BaciException(
          "'%s' is not a value for the annotation 'created': it must be a time in the form of RFC 3339, as in 2026-01-31T12:00:00Z"
              .formatted(value),
          e);
    }
  }

  private static void checkUrl(AcIdentifier name, String value) {
    String scheme;
    try {
      scheme = new URI(value).getScheme();
    } catch (URISyntaxException e) {
      scheme = null;
    }
    if (scheme == null || !scheme.toLowerCase(Locale.ROOT).matches("https?")) {
      throw new BaciException(
          "'%s' is not a value for the annotation '%s': it must be an http or https URL"
              .formatted(value, name));
    }
  }
}
