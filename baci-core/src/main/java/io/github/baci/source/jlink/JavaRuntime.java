package io.github.baci.source.jlink;

import io.github.baci.image.ImageConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a Java runtime layer is made of.
 *
 * @param jdkHome the JDK that it is linked from
 * @param modules the modules that it holds, beside those that they need themselves
 * @param files further files of this machine by their path in the image, without a leading {@code
 *     /}; the shared libraries that executables among them need come along
 */
public record JavaRuntime(Path jdkHome, List<String> modules, SortedMap<String, Path> files) {
  /** Where the runtime lies in the image. */
  public static final String HOME = "/opt/java";

  /** Sorts the modules. */
  public JavaRuntime {
    modules = modules.stream().distinct().sorted().toList();
    files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** A runtime without further files. */
  public JavaRuntime(Path jdkHome, List<String> modules) {
    this(jdkHome, modules, new TreeMap<>(Map.of()));
  }

  /** Returns how an image of such a runtime is run: its environment, and nothing else. */
  public static ImageConfig config() {
    return ImageConfig.EMPTY.toBuilder()
        .env("PATH", HOME + "/bin:" + ImageConfig.DEFAULT_PATH)
        .env("JAVA_HOME", HOME)
        .env("LANG", "C.UTF-8")
        .env("LC_ALL", "C.UTF-8")
        .build();
  }
}
