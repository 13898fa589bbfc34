package io.github.baci.testing;

import java.nio.file.Path;

/**
 * Packages of Debian 12 as files, for images that are built without a network: they come with
 * users, with programs and directories of a group, and with file capabilities.
 */
public final class DebianPackages {
  private static final String NAMES = "cron iputils-ping libcap2-bin redis-server";

  private static final String DOWNLOAD =
      """
      set -eu
      mkdir "$1.root"
      tar -C "$1.root" --numeric-owner -xf "$2"
      cp /etc/resolv.conf "$1.root/etc/resolv.conf"
      chroot "$1.root" apt-get -q -o APT::Sandbox::User=root update
      chroot "$1.root" apt-get -q -o APT::Sandbox::User=root install -y --no-install-recommends \
        --download-only $3
      mkdir "$1"
      mv "$1.root"/var/cache/apt/archives/*.deb "$1"
      chmod a+r "$1"/*
      """;

  private DebianPackages() {}

  /**
   * Returns a directory with the packages, all that they depend on included; made once and kept.
   */
  public static Path directory() {
    Path tar = DebianBase.rootTar();
    String base = tar.getFileName().toString().replace("debian-", "").replace(".tar", "");
    return TestCache.get("debian-packages-1-" + base, part -> download(part, tar));
  }

  private static void download(Path directory, Path rootTar) {
    Path root = directory.resolveSibling(directory.getFileName() + ".root");
    Command command =
        Command.of("sh", "-c", DOWNLOAD, "sh", directory.toString(), rootTar.toString(), NAMES);
    try {
      command.env("DEBIAN_FRONTEND", "noninteractive").succeed();
    } finally {
      Command.of("rm", "-rf", root.toString()).succeed();
    }
  }
}
