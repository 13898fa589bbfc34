package io.github.baci.api;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An AC Identifier: the name of an image, label, annotation or isolator, in lower-case letters and
 * digits with single {@code - . _ ~ /} between them (App Container Specification, types).
 *
 * @param value the text
 */
public record AcIdentifier(String value) implements Comparable<AcIdentifier> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]+([-._~/][a-z0-9]+)*+");

  private static final Pattern OTHER = Pattern.compile("[^a-z0-9._~/-]+");
  private static final Pattern SEPARATORS = Pattern.compile("([-._~/])[-._~/]+");
  private static final Pattern EDGES = Pattern.compile("^[-._~/]|[-._~/]$");

  /** Checks the form. */
  public AcIdentifier {
    if (!isValid(value)) {
      throw new BaciException(
          "'%s' is not an AC Identifier: it must be lower-case letters and digits with single '-', '.', '_', '~' or '/' between them, as in example.com/app"
              .formatted(value));
    }
  }

  /** Returns whether a text is an AC Identifier. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * Makes an AC Identifier of any text: in lower case, with one {@code -} for each run of
   * characters that it may not have, and one separator where several meet.
   *
   * @return nothing, if the text has no letter or digit
   */
  public static Optional<AcIdentifier> sanitised(String text) {
    String allowed = OTHER.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
    String single = SEPARATORS.matcher(allowed).replaceAll("$1");
    String identifier = EDGES.matcher(single).replaceAll("");
    return identifier.isEmpty() ? Optional.empty() : Optional.of(new AcIdentifier(identifier));
  }

  @Override
  public int compareTo(AcIdentifier other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
