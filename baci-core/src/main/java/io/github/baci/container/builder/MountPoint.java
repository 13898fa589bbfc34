package io.github.baci.container.builder;

/**
 * A place that has to be there in a container.
 *
 * @param target where it is, as an absolute path of the container
 * @param directory whether it is a directory, and not a file
 * @param covers whether something is mounted on it, and it is not only the working directory
 */
record MountPoint(String target, boolean directory, boolean covers) {
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
