package io.github.baci.plan;

/**
 * The destination of COPY and ADD, and the rule of it: it is relative to the working directory; the
 * content of a directory is merged into it, and it is made a directory for that; a file is put into
 * it under its own name if it was written as a directory or is one, else in its place. With {@code
 * --parents} it is a directory always. Links in it are followed.
 *
 * @param path an absolute, clean path without a slash at its end; {@code /} for the root
 * @param directory whether it was written as a directory: with {@code /} or {@code /.} at its end,
 *     or as the working directory itself ({@code .} or nothing)
 */
public record Destination(String path, boolean directory) {

  /**
   * Reads a destination.
   *
   * @param written as the instruction has it, variables expanded
   */
  static Destination of(String workingDirectory, String written) {
    boolean directory =
        written.isEmpty() || written.equals(".") || written.endsWith("/") || written.endsWith("/.");
    return new Destination(UnixPath.resolve(workingDirectory, written), directory);
  }

  /**
   * Returns whether a file is put into the destination, and not in its place.
   *
   * @param directoryThere whether the image has a directory there
   */
  public boolean takesIn(boolean directoryThere) {
    return directory || directoryThere;
  }
}
