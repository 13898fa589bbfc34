package io.github.baci.source.jlink;

import io.github.baci.api.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a runtime layer was made from, to know whether it would come out the same: the key covers
 * what is asked for, and the stamps of the files of this machine that came into the layer tell
 * whether they are what they were.
 */
final class RuntimeInputs {
  /** Changes when the layer's make-up does. */
  private static final String MAKE_UP = "1";

  private RuntimeInputs() {}

  /** Returns the key of a runtime. */
  static String key(JavaRuntime runtime) throws IOException {
    StringBuilder text = new StringBuilder("java-runtime\0").append(MAKE_UP).append('\0');
    Path home = runtime.jdkHome().toRealPath();
    text.append(home).append('\0');
    for (String name : List.of("release", "lib/modules", "jmods/java.base.jmod")) {
      text.append(stamp(home.resolve(name))).append('\0');
    }
    text.append(String.join(",", runtime.modules()));
    runtime
        .files()
        .forEach((path, file) -> text.append('\0').append(path).append('=').append(file));
    return "runtime-" + Digest.sha256Of(text.toString().getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** Returns the stamps of files. */
  static SortedMap<String, String> stamps(Collection<Path> files) throws IOException {
    SortedMap<String, String> result = new TreeMap<>();
    for (Path file : files) {
      result.put(file.toString(), stamp(file));
    }
    return result;
  }

  /** Returns whether files still have their stamps. */
  static boolean hold(Map<String, String> stamps) throws IOException {
    for (Map.Entry<String, String> entry : stamps.entrySet()) {
      if (!stamp(Path.of(entry.getKey())).equals(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Returns size and time of a file: when either changes, so may the content. */
  static String stamp(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "none";
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.size() + "@" + attributes.lastModifiedTime().toInstant();
  }
}
