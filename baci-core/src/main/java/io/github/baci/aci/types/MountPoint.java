package io.github.baci.aci.types;

import io.github.baci.api.BaciException;

/**
 * A place where an app expects a volume.
 *
 * @param name the name by which the volume is given
 * @param path where it is mounted
 * @param readOnly whether the app must not write to it
 */
public record MountPoint(AcName name, String path, boolean readOnly) {
  /** Checks that there is a path. */
  public MountPoint {
    if (path.isEmpty()) {
      throw new BaciException("mount point '%s' has no path".formatted(name));
    }
  }
}
