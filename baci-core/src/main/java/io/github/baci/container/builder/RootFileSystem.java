package io.github.baci.container.builder;

import io.github.baci.container.syscall.MountCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The root file system of one run, mounted in the namespace of the thread that runs it. */
interface RootFileSystem {

  /**
   * Mounts it, in the calling thread's mount namespace, and makes what is missing of some mount
   * points.
   *
   * @return where it is mounted
   */
  Path mount(List<RequiredPlace> mountPoints) throws IOException;

  /**
   * Returns what the run has changed. The command has ended by then.
   *
   * @param latest the latest time that an entry may have
   */
  Snapshot snapshot(Optional<io.github.baci.layer.Mtime> latest) throws IOException;

  /**
   * Mounts layers, or a copy of them; what is written to them is discarded.
   *
   * @return where they are
   */
  static Path mountLayers(
      RunDirectory run,
      List<UnpackedLayers.Unpacked> layers,
      OverlayFlavour flavour,
      boolean readOnly)
      throws IOException {
    if (!flavour.works()) {
      Path copy = run.newDiskDirectory();
      MergedCopy.copy(layers, copy);
      return copy;
    }
    Path place = run.newOverlayPlace();
    OverlayMount overlay =
        new OverlayMount(place, layers, place.resolve("none"), flavour, MountCalls.MS_NODEV);
    if (readOnly) {
      overlay.mountReadOnly();
    } else {
      overlay.mountWritable("");
    }
    return place.resolve("root");
  }
}
