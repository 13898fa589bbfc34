package io.github.baci.testing;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The App Container project's own renderer, built from its source as Debian packages it. */
public final class AppcRenderer {
  private AppcRenderer() {}

  /**
   * Renders an image.
   *
   * @param directory the image and what it depends on: uncompressed files {@code *.aci}
   * @param name the name of the image
   * @return a line for each path, sorted: that of a directory ends in a slash, that of a file has
   *     its content
   */
  public static List<String> render(Path directory, String name) {
    return Command.of(executable().toString(), directory.toString(), name)
        .succeed()
        .lines()
        .sorted()
        .toList();
  }

  private static Path executable() {
    return TestCache.get(
        "appc-render-1",
        part -> {
          Path work = Files.createTempDirectory("baci-appc-render");
          Path source = work.resolve("render.go");
          try (InputStream in = AppcRenderer.class.getResourceAsStream("render.go")) {
            Files.copy(Objects.requireNonNull(in), source);
          }
          Command.of("go", "build", "-o", part.toString(), source.toString())
              .env("GO111MODULE", "off")
              .env("GOPATH", "/usr/share/gocode")
              .env("GOCACHE", work.resolve("cache").toString())
              .env("GOFLAGS", "")
              .succeed();
          Command.of("rm", "-rf", work.toString()).succeed();
        });
  }
}
