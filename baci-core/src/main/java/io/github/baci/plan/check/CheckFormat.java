package io.github.baci.plan.check;

/** Writes a report as text. */
@FunctionalInterface
public interface CheckFormat {

  /**
   * Returns the report as text with a line end.
   *
   * @param source the text of the Dockerfile, to quote lines from
   */
  String render(CheckReport report, String source);
}
