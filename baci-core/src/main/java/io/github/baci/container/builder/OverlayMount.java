package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An overlay, mounted from names relative to one directory: the options of a mount must be less
 * than a page, and so every lower directory gets a short link.
 */
final class OverlayMount {
  private final Path place;
  private final int layers;
  private final OverlayFlavour flavour;
  private final long flags;

  /**
   * Makes the links.
   *
   * @param place a directory with a directory {@code root} to mount on, and for a writable mount
   *     links {@code u} and {@code w} to the upper directory and the one that the overlay needs
   *     beside it
   * @param layers the lowest first
   * @param lowest a directory that lies below the layers
   * @param flags flags of the mount
   */
  OverlayMount(
      Path place,
      List<UnpackedLayers.Unpacked> layers,
      Path lowest,
      OverlayFlavour flavour,
      long flags)
      throws IOException {
    List<Path> directories = onceEach(layers);
    this.place = place;
    this.layers = directories.size();
    this.flavour = flavour;
    this.flags = flags;
    FileCalls.mkdir(FileCalls.CWD, place + "/l", 0755);
    FileCalls.mkdir(FileCalls.CWD, place + "/l/f", 0755);
    FileCalls.symlink(lowest.toString(), FileCalls.CWD, place + "/l/e");
    for (int i = 0; i < directories.size(); i++) {
      FileCalls.symlink(directories.get(i).toString(), FileCalls.CWD, place + "/l/" + i);
    }
  }

  /**
   * Linux mounts no directory twice in one overlay. Of a layer that an image has several times, the
   * highest hides all of the others: whatever they hold, it holds too.
   */
  private static List<Path> onceEach(List<UnpackedLayers.Unpacked> layers) {
    Set<Path> highestFirst = new LinkedHashSet<>();
    for (int i = layers.size() - 1; i >= 0; i--) {
      highestFirst.add(layers.get(i).directory());
    }
    List<Path> lowestFirst = new ArrayList<>(highestFirst);
    Collections.reverse(lowestFirst);
    return lowestFirst;
  }

  /** Mounts read-only. */
  void mountReadOnly() throws IOException {
    // without an upper directory, an overlay needs two lower ones
    mount(lower("") + ":l/f" + flavour.options().replace(",volatile", ""));
  }

  /**
   * Mounts with what is written going to the upper directory.
   *
   * @param highest a further lower directory above the layers, or empty
   */
  void mountWritable(String highest) throws IOException {
    mount(lower(highest) + ",upperdir=u,workdir=w" + flavour.options());
  }

  private String lower(String highest) {
    StringBuilder lower = new StringBuilder("lowerdir=");
    if (!highest.isEmpty()) {
      lower.append(highest).append(':');
    }
    for (int i = layers - 1; i >= 0; i--) {
      lower.append("l/").append(i).append(':');
    }
    return lower.append("l/e").toString();
  }

  private void mount(String options) throws IOException {
    ThreadCalls.chdir(place.toString());
    try {
      MountCalls.mount("overlay", "root", "overlay", flags, options);
    } finally {
      ThreadCalls.chdir("/");
    }
  }
}
