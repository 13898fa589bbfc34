package io.github.baci.maven;

import io.github.baci.plan.check.CheckFormat;
import io.github.baci.plan.check.JsonFormat;
import io.github.baci.plan.check.SarifFormat;
import io.github.baci.plan.check.TextFormat;
import java.nio.file.Path;

/** The formats that a report of build checks can have. */
enum CheckReportFormat {
  TEXT,
  JSON,
  SARIF;

  /**
   * Returns what writes it.
   *
   * @param root the directory that the report names files from
   */
  CheckFormat in(Path root) {
    return switch (this) {
      case TEXT -> new TextFormat();
      case JSON -> new JsonFormat();
      case SARIF -> new SarifFormat(root.toUri());
    };
  }
}
