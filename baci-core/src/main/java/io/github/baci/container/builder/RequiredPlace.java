package io.github.baci.container.builder;

/**
 * A place that has to be there in a container.
 *
 * @param target where it is, as an absolute path of the container
 * @param directory whether it is a directory, and not a file
 * @param covers whether something is mounted on it, and it is not only the working directory
 */
record RequiredPlace(String target, boolean directory, boolean covers) {
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
