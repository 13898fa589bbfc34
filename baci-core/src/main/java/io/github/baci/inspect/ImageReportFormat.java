package io.github.baci.inspect;

/** Writes a report. */
@FunctionalInterface
public interface ImageReportFormat {

  /** Returns the report as text with a line end. */
  String render(ImageReport report);
}
