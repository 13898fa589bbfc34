package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.dockerfile.Problem;
import io.github.baci.image.ImageConfig;
import io.github.baci.plan.check.CheckLog;
import io.github.baci.plan.check.CheckReport;
import io.github.baci.plan.check.CheckWarning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the build checks without building. All stages are checked, unless the caller names a
 * target.
 */
public final class Checker {

  /** Knows the configs of some images. */
  @FunctionalInterface
  public interface KnownImages {

    /** Knows none, so that no image needs to be loaded. */
    KnownImages NONE = input -> Optional.empty();

    /**
     * Returns the config of an image or named context. If it is empty, variables that are not set
     * in stages built from it are not reported, because the image may set them.
     *
     * @throws BaciException if there is no such image
     */
    Optional<ImageConfig> configOf(StageInput input) throws InterruptedException;
  }

  private final PlanOptions options;
  private final KnownImages images;

  /** Makes a checker. */
  public Checker(PlanOptions options, KnownImages images) {
    this.options = options;
    this.images = images;
  }

  /**
   * Checks a Dockerfile. Faults are part of the report; what the checks find besides is too, as far
   * as the faults let them.
   *
   * @param file the name of the file, for the report
   * @param text its text
   */
  public CheckReport check(String file, String text) throws InterruptedException {
    try {
      return check(DockerfileParser.parse(file, text));
    } catch (DockerfileException e) {
      return checkRest(file, text, e.problems());
    }
  }

  /** Checks what is left of a file when the instructions at fault are taken out. */
  private CheckReport checkRest(String file, String text, List<Problem> problems)
      throws InterruptedException {
    List<String> lines = new ArrayList<>(List.of(text.split("\n", -1)));
    for (Problem problem : problems) {
      for (int i = 0; i < Math.max(1, problem.lines().size()); i++) {
        int index = problem.firstLine() - 1 + i;
        if (index >= 0 && index < lines.size()) {
          lines.set(index, "#");
        }
      }
    }
    try {
      CheckReport rest = check(DockerfileParser.parse(file, String.join("\n", lines)));
      return new CheckReport(file, rest.warnings(), problems, List.of(), rest.failOnWarning());
    } catch (DockerfileException e) {
      return new CheckReport(file, List.of(), problems, List.of(), false);
    }
  }

  private CheckReport check(Dockerfile dockerfile) throws InterruptedException {
    List<Problem> problems = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    List<CheckWarning> warnings = new ArrayList<>();
    boolean failOnWarning = false;
    try {
      var checkOptions = Planner.checkOptions(dockerfile, options);
      failOnWarning = checkOptions.error();
      CheckLog log = new CheckLog(checkOptions);
      try {
        BuildPlan plan = Planner.plan(dockerfile, options, log, true);
        PlanEvaluation evaluation = plan.evaluation(images::configOf);
        evaluation.evaluate(Planner.indices(plan.stages()));
        warnings.addAll(evaluation.warnings());
        problems.addAll(evaluation.problems());
      } finally {
        warnings.addAll(log.warnings());
      }
    } catch (DockerfileException e) {
      problems.addAll(e.problems());
    } catch (BaciException e) {
      errors.add(e.getMessage());
    }
    return new CheckReport(
        dockerfile.file(), CheckLog.sorted(warnings), problems, errors, failOnWarning);
  }
}
