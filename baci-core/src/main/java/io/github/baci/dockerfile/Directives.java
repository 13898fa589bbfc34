package io.github.baci.dockerfile;

import java.util.Optional;

/**
 * What the directives at the top of a Dockerfile say.
 *
 * @param escape the escape character, {@code \} or {@code `}
 * @param syntax {@code # syntax=}; baci reads it and goes on with its own frontend
 * @param check {@code # check=}, for the build checks
 */
public record Directives(char escape, Optional<Syntax> syntax, Optional<Check> check) {

  /** What holds when nothing is said. */
  public static final Directives NONE = new Directives('\\', Optional.empty(), Optional.empty());

  /**
   * A frontend that the file asks for.
   *
   * @param reference the reference of its image
   * @param commandLine the whole value
   * @param line the line of the directive, from 1; 0 if a JSON object names the frontend
   */
  public record Syntax(String reference, String commandLine, int line) {}

  /**
   * Options of the build checks.
   *
   * @param value the value up to the first space, which is all that counts
   * @param written the whole value
   * @param line the line of the directive, from 1
   */
  public record Check(String value, String written, int line) {}
}
