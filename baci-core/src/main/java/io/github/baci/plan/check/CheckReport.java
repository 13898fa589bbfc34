package io.github.baci.plan.check;

import io.github.baci.dockerfile.Problem;
import java.util.List;

/**
 * What a check of a Dockerfile gave.
 *
 * @param file the name of the Dockerfile
 * @param warnings what the build checks found, in the order of the file
 * @param problems faults of the Dockerfile, which would end a build
 * @param errors what else would end a build, as a target that does not exist
 * @param failOnWarning whether the Dockerfile wants warnings to end a build
 */
public record CheckReport(
    String file,
    List<CheckWarning> warnings,
    List<Problem> problems,
    List<String> errors,
    boolean failOnWarning) {

  /** Copies the lists. */
  public CheckReport {
    warnings = List.copyOf(warnings);
    problems = List.copyOf(problems);
    errors = List.copyOf(errors);
  }

  /** Returns whether a build would end early: because of faults, or of warnings if they shall. */
  public boolean failed() {
    return !problems.isEmpty() || !errors.isEmpty() || (failOnWarning && !warnings.isEmpty());
  }

  /** Returns how many warnings and errors there are, as in {@code 1 warning, 0 errors}. */
  public String summary() {
    int faults = problems.size() + errors.size();
    return count(warnings.size(), "warning") + ", " + count(faults, "error");
  }

  private static String count(int count, String what) {
    return count == 1 ? "1 " + what : count + " " + what + "s";
  }
}
