package io.github.baci.maven;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The formats of images that a build writes. */
enum ImageFormat {
  /** An App Container Image. */
  ACI,
  /** An OCI archive. */
  OCI;

  /**
   * Reads the parameter {@code formats}.
   *
   * @param words the formats; the ACI if there are none
   * @throws io.github.baci.api.BaciException naming the formats that there are
   */
  static Set<ImageFormat> of(List<String> words) {
    Set<ImageFormat> formats = EnumSet.noneOf(ImageFormat.class);
    if (words != null) {
      words.stream()
          .flatMap(word -> Arrays.stream(word.split(",")))
          .filter(word -> !word.isBlank())
          .forEach(word -> formats.add(EnumParameter.of(ImageFormat.class, word, "baci.formats")));
    }
    return formats.isEmpty() ? EnumSet.of(ACI) : formats;
  }
}
