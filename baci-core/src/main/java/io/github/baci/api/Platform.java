package io.github.baci.api;

import java.util.Locale;
import java.util.Optional;

/**
 * What an image runs on, in Go's names, as OCI and Docker use them: {@code linux/amd64}, {@code
 * linux/arm/v7}.
 *
 * @param os the operating system
 * @param architecture the architecture
 * @param variant the variant of the architecture, if it has one
 */
public record Platform(String os, String architecture, Optional<String> variant) {

  /**
   * Reads and normalises a platform as Docker does: {@code OS/ARCH[/VARIANT]}, {@code OS} or {@code
   * ARCH}; {@code x86_64} becomes {@code amd64}, {@code aarch64} {@code arm64}, {@code arm} {@code
   * arm/v7}; {@code arm64/v8} loses its variant.
   *
   * @throws BaciException if the text has another form
   */
  public static Platform parse(String text) {
    String[] parts = text.strip().toLowerCase(Locale.ROOT).split("/", -1);
    for (String part : parts) {
      if (part.isEmpty() || !part.matches("[a-z0-9_.-]+")) {
        throw new BaciException(
            "'%s' is not a platform: it must have the form OS/ARCHITECTURE[/VARIANT], as in linux/amd64"
                .formatted(text));
      }
    }
    return switch (parts.length) {
      case 1 -> ofOne(parts[0], text);
      case 2 -> of(parts[0], parts[1], "");
      case 3 -> of(parts[0], parts[1], parts[2]);
      default ->
          throw new BaciException(
              "'%s' is not a platform: it has more than three parts".formatted(text));
    };
  }

  private static Platform ofOne(String name, String text) {
    if (isOs(name)) {
      return of(name, current().architecture, "");
    }
    Platform platform = of("linux", name, "");
    if (!isArchitecture(platform.architecture)) {
      throw new BaciException(
          "'%s' is not a platform: it is no operating system and no architecture that is known, as linux and amd64 are"
              .formatted(text));
    }
    return platform;
  }

  /** Returns the platform whose containers this machine runs. */
  public static Platform current() {
    return of("linux", System.getProperty("os.arch").toLowerCase(Locale.ROOT), "");
  }

  /** Returns the platform by its usual names; an empty variant is none. */
  private static Platform of(String os, String architecture, String variant) {
    String arch = architecture;
    String var = variant;
    switch (architecture) {
      case "x86_64", "x86-64" -> arch = "amd64";
      case "aarch64" -> arch = "arm64";
      case "i386", "i486", "i586", "i686", "x86" -> arch = "386";
      case "armhf" -> {
        arch = "arm";
        var = "v7";
      }
      case "armel" -> {
        arch = "arm";
        var = "v6";
      }
      default -> {}
    }
    if (arch.equals("arm64") && (var.equals("v8") || var.equals("8"))) {
      var = "";
    }
    if (arch.equals("amd64") && var.equals("v1")) {
      var = "";
    }
    if (arch.equals("arm")) {
      var = var.isEmpty() ? "v7" : var.startsWith("v") ? var : "v" + var;
    }
    return new Platform(
        os.equals("macos") ? "darwin" : os, arch, Optional.of(var).filter(text -> !text.isEmpty()));
  }

  private static boolean isOs(String name) {
    return switch (name) {
      case "linux",
          "windows",
          "darwin",
          "macos",
          "freebsd",
          "netbsd",
          "openbsd",
          "solaris",
          "wasip1",
          "js",
          "plan9",
          "dragonfly",
          "android",
          "illumos",
          "aix" ->
          true;
      default -> false;
    };
  }

  private static boolean isArchitecture(String name) {
    return switch (name) {
      case "386",
          "amd64",
          "amd64p32",
          "arm",
          "armbe",
          "arm64",
          "arm64be",
          "loong64",
          "mips",
          "mipsle",
          "mips64",
          "mips64le",
          "mips64p32",
          "mips64p32le",
          "ppc",
          "ppc64",
          "ppc64le",
          "riscv",
          "riscv64",
          "s390",
          "s390x",
          "sparc",
          "sparc64",
          "wasm" ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return os + "/" + architecture + variant.map(v -> "/" + v).orElse("");
  }
}
