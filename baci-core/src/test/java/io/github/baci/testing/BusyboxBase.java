package io.github.baci.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small base image: busybox with all its commands as hard links, root's home, and /tmp. */
public final class BusyboxBase {
  private BusyboxBase() {}

  /** Returns the image, tagged {@code latest}; made once and kept. */
  public static TestImage image() {
    Path layout =
        TestCache.get(
            "busybox-5",
            part -> {
              Path work = Files.createTempDirectory("baci-busybox");
              Path tar = work.resolve("root.tar");
              writeRoot(work.resolve("root"), tar);
              TestImage.make(part, "latest", tar, "/bin/sh");
              Command.of("rm", "-rf", work.toString()).succeed();
            });
    return new TestImage(layout, "latest");
  }

  private static void writeRoot(Path root, Path tar) throws IOException {
    for (String directory : List.of("bin", "etc", "tmp", "root", "var/spool", "home")) {
      Files.createDirectories(root.resolve(directory));
    }
    Path busybox = root.resolve("bin/busybox");
    Files.copy(Path.of("/bin/busybox"), busybox);
    Command.of("chmod", "755", busybox.toString()).succeed();
    for (String name : Command.of(busybox.toString(), "--list").succeed().split("\n")) {
      Path link = root.resolve("bin").resolve(name);
      if (!name.isBlank() && !Files.exists(link)) {
        Files.createLink(link, busybox);
      }
    }
    Files.writeString(
        root.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\ndaemon:x:1:1:daemon:/usr/sbin:/bin/false\nnobody:x:65534:65534:nobody:/home:/bin/false\n");
    Files.writeString(root.resolve("etc/group"), "root:x:0:\ndaemon:x:1:\nnobody:x:65534:\n");
    Files.writeString(root.resolve("etc/localtime"), "UTC0\n");
    Command.of("chmod", "1777", root.resolve("tmp").toString()).succeed();
    Command.of("tar", "-C", root.toString(), "--numeric-owner", "--owner=0", "--group=0")
        .with("--sort=name", "--mtime=@0", "-cf", tar.toString(), ".")
        .succeed();
  }
}
