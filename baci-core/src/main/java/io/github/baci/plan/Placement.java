package io.github.baci.plan;

import java.util.List;
import java.util.Optional;

/**
 * Where COPY and ADD put files, and with which attributes.
 *
 * @param destination an absolute, clean path without a slash at its end; {@code /} for the root
 * @param directory whether the destination was written as a directory: with {@code /} or {@code /.}
 *     at its end, or as the working directory itself ({@code .} or nothing)
 * @param chown {@code USER[:GROUP]}, names or numbers, to be looked up in the image below the step
 * @param chmod an octal number from 0 to 07777, or a symbolic change; its form is checked
 * @param excludes patterns as in an ignore file, relative to each source directory
 * @param link whether the files form a layer of their own, whatever is below
 */
public record Placement(
    String destination,
    boolean directory,
    Optional<String> chown,
    Optional<String> chmod,
    List<String> excludes,
    boolean link) {

  /** Copies the list. */
  public Placement {
    excludes = List.copyOf(excludes);
  }

  void describe(KeyMaterial key) {
    key.field("destination", destination)
        .field("directory", directory)
        .field("chown", chown.orElse(""))
        .field("chmod", chmod.orElse(""))
        .list("excludes", excludes)
        .field("link", link);
  }
}
