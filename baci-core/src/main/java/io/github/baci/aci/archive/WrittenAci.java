package io.github.baci.aci.archive;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.ImageId;
import io.github.baci.store.OutputFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * An ACI that was written.
 *
 * @param file where it is
 * @param size its size in bytes
 * @param imageId the image ID
 * @param manifest the manifest in it
 */
public record WrittenAci(Path file, long size, ImageId imageId, ImageManifest manifest) {

  /**
   * Copies the file.
   *
   * @param target where the copy is written; what was there stays until it is whole
   * @return the copy
   * @throws io.github.baci.api.BaciException if a directory is at the place of the copy
   */
  public WrittenAci copyTo(Path target) throws IOException {
    try (OutputFile out = OutputFile.create(target);
        FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      out.copy(in, 0, size);
      out.commit();
    }
    return new WrittenAci(target, size, imageId, manifest);
  }
}
