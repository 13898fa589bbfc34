package io.github.baci.aci;

import io.github.baci.BaciException;
import java.util.regex.Pattern;

/**
 * An AC Identifier: the name of an image, label, annotation or isolator, in lower-case letters and
 * digits with single {@code - . _ ~ /} between them (App Container Specification, types).
 *
 * @param value the text
 */
public record AcIdentifier(String value) implements Comparable<AcIdentifier> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]+([-._~/][a-z0-9]+)*");

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

  @Override
  public int compareTo(AcIdentifier other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
