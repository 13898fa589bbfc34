package io.github.baci.discovery;

import io.github.baci.aci.types.AciName;
import io.github.baci.api.AcIdentifier;
import java.util.Optional;

/**
 * An image as a page names it.
 *
 * @param name its name without version and labels
 * @param version its version, if one was said
 */
public record AdvertisedImage(AcIdentifier name, Optional<String> version) {

  /**
   * Parses what users write: {@code NAME[:VERSION][,LABEL=VALUE…]}.
   *
   * @throws io.github.baci.api.BaciException if it has another form
   */
  public static AdvertisedImage parse(String text) {
    AciName name = AciName.parse(text);
    return new AdvertisedImage(name.name(), name.labels().version());
  }
}
