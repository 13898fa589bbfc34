package io.github.baci.plan.check;

/**
 * What a check of a Dockerfile gave.
 *
 * @param report warnings and faults
 * @param text the Dockerfile, for the lines that a report quotes
 */
public record CheckResult(CheckReport report, String text) {

  /** Returns the report in a format. */
  public String render(CheckFormat format) {
    return format.render(report, text);
  }
}
