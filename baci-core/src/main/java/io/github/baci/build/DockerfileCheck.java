package io.github.baci.build;

import io.github.baci.api.CheckRequest;
import io.github.baci.api.Platform;
import io.github.baci.context.IgnoreFile;
import io.github.baci.context.IgnoreRules;
import io.github.baci.plan.Checker;
import io.github.baci.plan.PlanOptions;
import io.github.baci.plan.check.CheckResult;
import java.util.Map;
import java.util.Optional;

/** One check of a Dockerfile, without a store and without base images. */
public final class DockerfileCheck {
  private final CheckRequest request;

  /** Prepares a check. */
  public DockerfileCheck(CheckRequest request) {
    this.request = request;
  }

  /**
   * Makes the check.
   *
   * @throws io.github.baci.api.BaciException if the Dockerfile or the ignore file cannot be read
   */
  public CheckResult run() throws InterruptedException {
    DockerfileLocation location =
        DockerfileLocation.find(request.contextDirectory(), request.dockerfile());
    String text = location.read();
    IgnoreRules rules = IgnoreFile.read(request.contextDirectory(), location.path());
    Checker checker = new Checker(options(rules), Checker.KnownImages.NONE);
    return new CheckResult(checker.check(location.nameFrom(request.sourceRoot()), text), text);
  }

  private PlanOptions options(IgnoreRules rules) {
    return new PlanOptions(
        request.buildArgs(),
        request.target(),
        Map.of(),
        request.namedContexts(),
        request.platform().orElseGet(Platform::current),
        Platform.current(),
        Optional.empty(),
        IgnoredPaths.of(rules));
  }
}
