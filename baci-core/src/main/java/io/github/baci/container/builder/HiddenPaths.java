package io.github.baci.container.builder;

import io.github.baci.layer.NameBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a layer takes away from those below it, for copies of layers: file systems on which no
 * overlay can be mounted often cannot hold the marks that overlays have for it.
 *
 * @param removed paths that are removed
 * @param opaque directories whose content is removed
 */
record HiddenPaths(List<String> removed, List<String> opaque) {
  /** Nothing is taken away. */
  static final HiddenPaths NONE = new HiddenPaths(List.of(), List.of());

  /** Writes the paths, if there are any, each with a letter before and a zero byte behind it. */
  void write(Path file) throws IOException {
    if (removed.isEmpty() && opaque.isEmpty()) {
      return;
    }
    StringBuilder text = new StringBuilder();
    removed.forEach(path -> text.append('r').append(path).append('\0'));
    opaque.forEach(path -> text.append('o').append(path).append('\0'));
    Files.write(file, NameBytes.encode(text.toString()));
  }

  /** Reads what was written. */
  static HiddenPaths read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return NONE;
    }
    List<String> removed = new ArrayList<>();
    List<String> opaque = new ArrayList<>();
    for (String item : NameBytes.decode(Files.readAllBytes(file)).split("\0", 0)) {
      (item.startsWith("r") ? removed : opaque).add(item.substring(1));
    }
    return new HiddenPaths(removed, opaque);
  }
}
