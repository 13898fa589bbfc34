package io.github.baci.container.builder;

/**
 * A place that has to be there in a container.
 *
 * @param target where it is, as an absolute path of the container
 * @param directory whether it is a directory, and not a file
 * @param covers whether something is mounted on it, and it is not only the working directory
 * @param mode the mode of the directory that is made where none is there
 */
record MountPoint(String target, boolean directory, boolean covers, int mode) {
  /** The mode of a file system in memory that covers nothing. */
  static final int MEMORY_MODE = 01777;

  private static final int USUAL_MODE = 0755;

  MountPoint(String target, boolean directory, boolean covers) {
    this(target, directory, covers, USUAL_MODE);
  }

  /** A directory that a file system in memory, which takes its mode over, is mounted on. */
  static MountPoint memory(String target) {
    return new MountPoint(target, true, true, MEMORY_MODE);
  }

  static MountPoint directory(String target) {
    return new MountPoint(target, true, true);
  }

  static MountPoint file(String target) {
    return new MountPoint(target, false, true);
  }

  static MountPoint workingDirectory(String target) {
    return new MountPoint(target, true, false);
  }
}
