package io.github.baci.container.builder;

import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.LayerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
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
    Set<String> devices = new HashSet<>();
    for (LayerEntry entry : entries) {
      boolean isDevice =
          entry instanceof LayerEntry.Device
              || (entry instanceof LayerEntry.HardLink link && devices.contains(link.target()));
      if (isDevice) {
        devices.add(entry.path());
        hide(directory, entry.path());
      }
    }
  }

  private static void hide(Path directory, String path) throws IOException {
    String parent = directory + "/" + LayerPlan.parent(path);
    FileStatus before = FileCalls.stat(FileCalls.CWD, parent);
    FileCalls.remove(FileCalls.CWD, directory + "/" + path, false);
    FileCalls.mknod(FileCalls.CWD, directory + "/" + path, FileStatus.S_IFCHR, 0, 0);
    FileCalls.utimes(FileCalls.CWD, parent, before.seconds(), before.nanos());
  }
}
