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

  /**
   * Makes the links.
   *
   * @param place a directory with a directory {@code root} to mount on
   * @param layers the lowest first
   */
  OverlayMount(Path place, List<UnpackedLayers.Unpacked> layers, OverlayFlavour flavour)
      throws IOException {
    List<Path> directories = onceEach(layers);
    this.place = place;
    this.layers = directories.size();
    this.flavour = flavour;
    FileCalls.mkdir(FileCalls.CWD, place + "/l", 0755);
    FileCalls.mkdir(FileCalls.CWD, place + "/l/e", 0755);
    FileCalls.mkdir(FileCalls.CWD, place + "/l/f", 0755);
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
    mount("", "", "");
  }

  /**
   * Mounts with what is written going to an upper directory.
   *
   * @param highest a further lower directory above the layers, or empty
   * @param upper names of directories in {@code place}
   */
  void mount(String highest, String upper, String work) throws IOException {
    StringBuilder options = new StringBuilder("lowerdir=");
    if (!highest.isEmpty()) {
      options.append(highest).append(':');
    }
    for (int i = layers - 1; i >= 0; i--) {
      options.append("l/").append(i).append(':');
    }
    options.append("l/e");
    String flags = flavour.options();
    if (upper.isEmpty()) {
      options.append(":l/f");
      flags = flags.replace(",volatile", "");
    } else {
      options.append(",upperdir=").append(upper).append(",workdir=").append(work);
    }
    ThreadCalls.chdir(place.toString());
    try {
      MountCalls.mount("overlay", "root", "overlay", 0, options + flags);
    } finally {
      ThreadCalls.chdir("/");
    }
  }
}
