package io.github.baci.aci.types;

import io.github.baci.api.Platform;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The pairs of the labels {@code os} and {@code arch} that the App Container Specification knows
 * (schema 0.8.11), beside the platforms, in Go's names, that they stand for.
 */
enum AppcPlatform {
  LINUX_AMD64("linux", "amd64", "amd64", ""),
  LINUX_I386("linux", "i386", "386", ""),
  LINUX_AARCH64("linux", "aarch64", "arm64", ""),
  LINUX_AARCH64_BE("linux", "aarch64_be", "arm64be", ""),
  LINUX_ARMV6L("linux", "armv6l", "arm", "v6"),
  LINUX_ARMV7L("linux", "armv7l", "arm", "v7"),
  LINUX_ARMV7B("linux", "armv7b", "armbe", "v7"),
  LINUX_PPC64("linux", "ppc64", "ppc64", ""),
  LINUX_PPC64LE("linux", "ppc64le", "ppc64le", ""),
  LINUX_S390X("linux", "s390x", "s390x", ""),
  FREEBSD_AMD64("freebsd", "amd64", "amd64", ""),
  FREEBSD_I386("freebsd", "i386", "386", ""),
  FREEBSD_ARM("freebsd", "arm", "arm", "v7"),
  DARWIN_X86_64("darwin", "x86_64", "amd64", ""),
  DARWIN_I386("darwin", "i386", "386", "");

  private final String os;
  private final String arch;
  private final String goArch;
  private final String goVariant;

  AppcPlatform(String os, String arch, String goArch, String goVariant) {
    this.os = os;
    this.arch = arch;
    this.goArch = goArch;
    this.goVariant = goVariant;
  }

  /** Returns the value of the label {@code os}. */
  String os() {
    return os;
  }

  /** Returns the value of the label {@code arch}. */
  String arch() {
    return arch;
  }

  /** Returns the platform that runs such an image. */
  Platform platform() {
    return new Platform(
        os, goArch, goVariant.isEmpty() ? Optional.empty() : Optional.of(goVariant));
  }

  /** Finds the labels of a platform; a variant that appc does not tell apart is ignored. */
  static Optional<AppcPlatform> of(Platform platform) {
    return Arrays.stream(values())
        .filter(
            known ->
                known.os.equals(platform.os())
                    && known.goArch.equals(platform.architecture())
                    && (!platform.architecture().equals("arm")
                        || !known.os.equals("linux")
                        || known.goVariant.equals(platform.variant().orElse(""))))
        .findFirst();
  }

  /** Finds the platform of two label values. */
  static Optional<AppcPlatform> ofLabels(String os, String arch) {
    return Arrays.stream(values())
        .filter(known -> known.os.equals(os) && known.arch.equals(arch))
        .findFirst();
  }

  /** Returns the operating systems that the label {@code os} may name. */
  static List<String> knownOs() {
    return Arrays.stream(values()).map(AppcPlatform::os).distinct().toList();
  }

  /** Returns the architectures that the label {@code arch} may name beside an operating system. */
  static List<String> knownArch(String os) {
    return Arrays.stream(values())
        .filter(known -> known.os.equals(os))
        .map(AppcPlatform::arch)
        .toList();
  }
}
