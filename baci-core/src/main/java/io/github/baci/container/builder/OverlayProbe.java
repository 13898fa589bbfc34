package io.github.baci.container.builder;

import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds out how overlays can be mounted, by mounting one. */
final class OverlayProbe {
  // "volatile" (Linux 5.10) spares the syncs that a command asks for and the one at unmount: an
  // upper directory that a crash of the machine interrupts is thrown away anyway.
  private static final List<OverlayFlavour> FLAVOURS =
      List.of(
          OverlayFlavour.sharing(),
          OverlayFlavour.user(",volatile"),
          OverlayFlavour.user(""),
          OverlayFlavour.trusted(",index=off,metacopy=off,redirect_dir=off,volatile"),
          OverlayFlavour.trusted(",index=off,metacopy=off,redirect_dir=off"),
          OverlayFlavour.trusted(""));

  private OverlayProbe() {}

  /**
   * Tries the flavours, the best first.
   *
   * @param directory an empty directory of the store, which is left with some files in it
   */
  static OverlayFlavour probe(Path directory) throws IOException {
    int number = 0;
    for (OverlayFlavour flavour : FLAVOURS) {
      Path place = Files.createDirectory(directory.resolve("probe-" + number++));
      if (works(flavour, place)) {
        return flavour;
      }
    }
    return OverlayFlavour.NONE;
  }

  private static boolean works(OverlayFlavour flavour, Path place) throws IOException {
    for (String name : List.of("l", "u", "w", "r")) {
      Files.createDirectory(place.resolve(name));
    }
    Files.createDirectory(place.resolve("l/removed"));
    Files.createDirectory(place.resolve("l/moved"));
    Files.write(place.resolve("l/moved/file"), new byte[] {1});
    Path mounted = place.resolve("r");
    try {
      MountCalls.mount(
          "overlay",
          mounted.toString(),
          "overlay",
          0,
          "lowerdir=%1$s/l,upperdir=%1$s/u,workdir=%1$s/w%2$s"
              .formatted(place.toString().replaceAll("[\\\\:,]", "\\\\$0"), flavour.options()));
    } catch (IOException e) {
      return false;
    }
    try {
      FileCalls.remove(FileCalls.CWD, mounted.resolve("removed").toString(), true);
      FileCalls.mkdir(FileCalls.CWD, mounted.resolve("removed").toString(), 0755);
      return has(place.resolve("u/removed"), flavour.opaqueAttribute())
          && (!flavour.shares() || shares(place, mounted));
    } catch (IOException e) {
      return false;
    } finally {
      MountCalls.detach(mounted.toString());
    }
  }

  /** A kernel may take the options and do without them, as the file system below allows. */
  private static boolean shares(Path place, Path mounted) throws IOException {
    FileCalls.chmod(FileCalls.CWD, mounted.resolve("moved/file").toString(), 0600);
    Files.move(mounted.resolve("moved"), mounted.resolve("there"));
    return has(place.resolve("u/there/file"), OverlayFlavour.CONTENT_BELOW)
        && has(place.resolve("u/there"), OverlayFlavour.LOWER_PLACE)
        && Files.readAllBytes(mounted.resolve("there/file")).length == 1;
  }

  private static boolean has(Path file, String attribute) throws IOException {
    return ExtendedAttributes.all(file.toString()).containsKey(attribute);
  }
}
