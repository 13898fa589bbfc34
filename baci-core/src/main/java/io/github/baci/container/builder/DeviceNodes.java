package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Device nodes that a command has made. The image has them; but no command may open them, and in
 * the store they would serve whoever may enter it. So they are left out wherever layers are files,
 * these like those of base images, and hide what is below them all the same.
 */
final class DeviceNodes {
  private DeviceNodes() {}

  /**
   * Puts whiteouts in the place of device nodes.
   *
   * @param directory the directory that all paths are relative to; nobody else uses it
   * @param entries what is in it
   */
  static void hide(Path directory, List<LayerEntry> entries) throws IOException {
    for (String path : of(entries)) {
      remove(directory, path, true);
    }
  }

  /**
   * Removes device nodes.
   *
   * @param directory the directory that all paths are relative to; nobody else uses it
   * @param entries what is in it
   */
  static void remove(Path directory, List<LayerEntry> entries) throws IOException {
    for (String path : of(entries)) {
      remove(directory, path, false);
    }
  }

  private static Set<String> of(List<LayerEntry> entries) {
    Set<String> devices = new LinkedHashSet<>();
    for (LayerEntry entry : entries) {
      boolean isDevice =
          entry instanceof LayerEntry.Device
              || (entry instanceof LayerEntry.HardLink link && devices.contains(link.target()));
      if (isDevice) {
        devices.add(entry.path());
      }
    }
    return devices;
  }

  private static void remove(Path directory, String path, boolean isHidden) throws IOException {
    String parent = directory + "/" + LayerPlan.parent(path);
    FileStatus before = FileCalls.stat(FileCalls.CWD, parent);
    FileCalls.remove(FileCalls.CWD, directory + "/" + path, false);
    if (isHidden) {
      FileCalls.mknod(FileCalls.CWD, directory + "/" + path, FileStatus.S_IFCHR, 0, 0);
    }
    FileCalls.utimes(FileCalls.CWD, parent, before.seconds(), before.nanos());
  }
}
