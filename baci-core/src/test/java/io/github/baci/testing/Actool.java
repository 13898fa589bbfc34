package io.github.baci.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** The App Container project's own validator, built from its source as Debian packages it. */
public final class Actool {
  private Actool() {}

  /**
   * Validates an image.
   *
   * @return what the validator says; it says nothing about a valid image
   */
  public static Command.Result validate(Path aci) {
    return Command.of(executable().toString(), "validate", aci.toString()).run();
  }

  /** Returns the path of the program; built once and kept. */
  public static Path executable() {
    return TestCache.get(
        "actool",
        part -> {
          Path work = Files.createTempDirectory("baci-actool");
          Command.of("go", "build", "-o", part.toString(), "github.com/appc/spec/actool")
              .env("GO111MODULE", "off")
              .env("GOPATH", "/usr/share/gocode")
              .env("GOCACHE", work.toString())
              .env("GOFLAGS", "")
              .succeed();
          Command.of("rm", "-rf", work.toString()).succeed();
        });
  }
}
