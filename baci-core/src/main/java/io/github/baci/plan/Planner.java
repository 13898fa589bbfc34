package io.github.baci.plan;

import io.github.baci.BaciException;
import io.github.baci.dockerfile.Dockerfile;

/** Makes plans of Dockerfiles. */
public final class Planner {
  private Planner() {}

  /**
   * Plans a build: evaluates global arguments, finds the target and what it needs, and expands each
   * FROM.
   *
   * @throws io.github.baci.dockerfile.DockerfileException if there is no such target, a FROM is at
   *     fault, or stages need each other in a circle or before they are defined; holds all faults
   */
  public static BuildPlan plan(Dockerfile dockerfile, PlanOptions options) {
    if (dockerfile.stages().isEmpty()) {
      throw new BaciException("dockerfile contains no stages to build");
    }
    throw new IllegalStateException("under construction " + options);
  }
}
