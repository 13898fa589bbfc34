package io.github.baci.plan.check;

/**
 * What a build check found.
 *
 * @param rule the rule
 * @param file the name of the Dockerfile
 * @param line the first line of the instruction, from 1
 * @param endLine its last line
 * @param wordLine the line of the word that the rule is about, or of the instruction
 * @param column its column in UTF-16 units, from 1
 * @param message what is wrong
 */
public record CheckWarning(
    CheckRule rule, String file, int line, int endLine, int wordLine, int column, String message) {

  /** Returns {@code FILE:LINE:COLUMN: RULE: MESSAGE}. */
  @Override
  public String toString() {
    return "%s:%d:%d: %s: %s".formatted(file, wordLine, column, rule.id(), message);
  }
}
