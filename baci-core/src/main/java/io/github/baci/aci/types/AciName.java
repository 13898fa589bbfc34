package io.github.baci.aci.types;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The name of an image with labels, in the form {@code NAME[:VERSION][,LABEL=VALUE…]}, as in {@code
 * example.com/postgres:9.3.6,os=linux,arch=amd64}.
 *
 * @param name the image's name
 * @param labels the labels; the version is the label {@code version}
 */
public record AciName(AcIdentifier name, Labels labels) {
  private static final String FORM = "NAME[:VERSION][,LABEL=VALUE...]";

  /**
   * Reads a name with labels.
   *
   * @throws BaciException if the text has another form, or a part breaks a rule of its type
   */
  public static AciName parse(String text) {
    try {
      return parseParts(text.strip());
    } catch (BaciException e) {
      throw new BaciException(
          "image name '%s' must have the form %s: %s".formatted(text, FORM, e.getMessage()), e);
    }
  }

  private static AciName parseParts(String text) {
    String[] parts = text.split(",", -1);
    Map<String, String> labels = new LinkedHashMap<>();
    int colon = parts[0].indexOf(':');
    if (colon >= 0) {
      labels.put("version", parts[0].substring(colon + 1));
      if (labels.get("version").isEmpty()) {
        throw new BaciException("nothing stands after ':'");
      }
    }
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 0) {
        throw new BaciException("'%s' is not LABEL=VALUE".formatted(parts[i]));
      }
      String label = parts[i].substring(0, equals);
      if (labels.put(label, parts[i].substring(equals + 1)) != null) {
        throw new BaciException("the label '%s' is given twice".formatted(label));
      }
    }
    AcIdentifier name = new AcIdentifier(colon < 0 ? parts[0] : parts[0].substring(0, colon));
    return new AciName(name, Labels.of(labels));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(name.value());
    labels.version().ifPresent(version -> text.append(':').append(version));
    labels
        .values()
        .forEach(
            (label, value) -> {
              if (!label.value().equals("version")) {
                text.append(',').append(label).append('=').append(value);
              }
            });
    return text.toString();
  }
}
