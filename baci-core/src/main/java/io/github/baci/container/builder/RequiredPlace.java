package io.github.baci.container.builder;

/**
 * A place that has to be there in a container.
 *
 * @param target where it is, as an absolute path of the container
 * @param directory whether it is a directory, and not a file
 * @param covers whether something is mounted on it, and it is not only the working directory
 * @param mode the mode of the directory that is made where none is there
 */
record RequiredPlace(String target, boolean directory, boolean covers, int mode) {
  /** The mode of a file system in memory that covers nothing. */
  static final int MEMORY_MODE = 01777;

  private static final int USUAL_MODE = 0755;

  RequiredPlace(String target, boolean directory, boolean covers) {
    this(target, directory, covers, USUAL_MODE);
  }

  /** A directory that a file system in memory, which takes its mode over, is mounted on. */
  static RequiredPlace memory(String target) {
    return new RequiredPlace(target, true, true, MEMORY_MODE);
  }

  static RequiredPlace directory(String target) {
    return new RequiredPlace(target, true, true);
  }

  static RequiredPlace file(String target) {
    return new RequiredPlace(target, false, true);
  }

  static RequiredPlace workingDirectory(String target) {
    return new RequiredPlace(target, true, false);
  }
}
