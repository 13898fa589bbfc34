package io.github.baci.source.aci;

import io.github.baci.aci.types.AciName;
import io.github.baci.api.BaciException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What follows {@code aci://}: the path of a file, if it begins with {@code /} or {@code .} or ends
 * in {@code .aci}, else the name of an image, {@code NAME[:VERSION][,LABEL=VALUE…]}. What is on the
 * disk does not matter for that.
 */
public sealed interface AciReference {

  /** A file. */
  record File(Path path) implements AciReference {}

  /** An image to be discovered. */
  record Name(AciName name) implements AciReference {}

  /**
   * Reads a reference.
   *
   * @param directory what paths are relative to
   * @throws BaciException if it is neither
   */
  static AciReference parse(String text, Path directory) {
    if (text.startsWith("/") || text.startsWith(".") || text.endsWith(".aci")) {
      try {
        return new File(directory.resolve(text).normalize());
      } catch (InvalidPathException e) {
        throw new BaciException("it is no path: " + e.getMessage(), e);
      }
    }
    try {
      return new Name(AciName.parse(text));
    } catch (BaciException e) {
      throw new BaciException(
          e.getMessage() + "; the path of a file begins with '/' or '.' or ends in '.aci'", e);
    }
  }
}
