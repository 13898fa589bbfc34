package io.github.baci.aci.types;

import io.github.baci.api.BaciException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An AC Name: the name of a port or mount point, in lower-case letters and digits with single
 * {@code -} between them (App Container Specification, types).
 *
 * @param value the text
 */
public record AcName(String value) implements Comparable<AcName> {
  private static final Pattern FORM = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*+");
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final Pattern EDGES = Pattern.compile("^-|-$");

  /** Checks the form. */
  public AcName {
    if (!FORM.matcher(value).matches()) {
      throw new BaciException(
          "'%s' is not an AC Name: it must be lower-case letters and digits with single '-' between them, as in http-alt"
              .formatted(value));
    }
  }

  /**
   * Makes an AC Name of any text: in lower case, with one {@code -} for each run of other
   * characters.
   *
   * @return nothing, if the text has no letter or digit
   */
  public static Optional<AcName> sanitised(String text) {
    String joined = OTHER.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("-");
    String name = EDGES.matcher(joined).replaceAll("");
    return name.isEmpty() ? Optional.empty() : Optional.of(new AcName(name));
  }

  @Override
  public int compareTo(AcName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
