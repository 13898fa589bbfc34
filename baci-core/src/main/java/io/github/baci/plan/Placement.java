package io.github.baci.plan;

import java.util.List;
import java.util.Optional;

/**
 * Where COPY and ADD put files, and with which attributes.
 *
 * @param destination the path, and whether it is a directory
 * @param chown {@code USER[:GROUP]}, names or numbers, to be looked up in the image below the step
 * @param chmod an octal number from 0 to 07777, or a symbolic change; its form is checked
 * @param excludes patterns as in an ignore file, relative to each source directory
 * @param link whether the files form a layer of their own, whatever is below
 */
public record Placement(
    Destination destination,
    Optional<String> chown,
    Optional<String> chmod,
    List<String> excludes,
    boolean link) {

  /** Copies the list. */
  public Placement {
    excludes = List.copyOf(excludes);
  }
}
