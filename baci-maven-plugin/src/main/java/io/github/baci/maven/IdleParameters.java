package io.github.baci.maven;

import io.github.baci.api.AciMode;
import io.github.baci.api.ImageForm;
import java.util.ArrayList;
import java.util.List;

/**
 * Parameters that are set and never looked at, as they are about something that is not asked for.
 */
final class IdleParameters {
  private final List<String> warnings = new ArrayList<>();

  /**
   * Looks at one.
   *
   * @param set whether it is other than by default
   * @param name as the user writes it
   * @param active whether what it is about is asked for
   * @param need what asks for it
   */
  IdleParameters add(boolean set, String name, boolean active, String need) {
    if (set && !active) {
      warnings.add("%s has no effect without %s".formatted(name, need));
    }
    return this;
  }

  /** Looks at one that is about a form of the image. */
  IdleParameters add(boolean set, String name, List<ImageForm> forms, ImageForm form) {
    String word = form == ImageForm.ACI ? "aci" : "oci";
    return add(set, name, forms.contains(form), "the format '%s' (baci.formats)".formatted(word));
  }

  /** Looks at one that is about differences. */
  IdleParameters add(boolean set, String name, AciMode mode) {
    return add(set, name, mode == AciMode.DIFF, "baci.mode=diff");
  }

  /** Returns a warning for each that is set and never looked at. */
  List<String> warnings() {
    return List.copyOf(warnings);
  }
}
