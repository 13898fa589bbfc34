package io.github.baci.container.traced;

import io.github.baci.layer.NameBytes;
import java.nio.charset.StandardCharsets;

/** Paths in the form that this package keeps them in: each character stands for one byte. */
final class PathBytes {
  private PathBytes() {}

  /** Returns a path of the usual form in that form. */
  static String of(String path) {
    return new String(NameBytes.encode(path), StandardCharsets.ISO_8859_1);
  }
}
