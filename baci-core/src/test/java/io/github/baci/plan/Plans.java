package io.github.baci.plan;

import io.github.baci.api.Platform;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.image.ImageConfig;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plans Dockerfiles of tests. Every image has the same config. */
public final class Plans {
  static final Platform AMD64 = Platform.parse("linux/amd64");

  private final Map<String, String> args = new HashMap<>();
  private final Map<String, String> labels = new HashMap<>();
  private final Map<String, String> contexts = new HashMap<>();
  private Optional<String> target = Optional.empty();
  private Optional<Instant> timestamp = Optional.empty();
  private ImageConfig base = ImageConfig.EMPTY.toBuilder().env("PATH", "/bin").build();

  /** Sets a build argument. */
  public Plans arg(String name, String value) {
    args.put(name, value);
    return this;
  }

  Plans label(String name, String value) {
    labels.put(name, value);
    return this;
  }

  Plans context(String name, String value) {
    contexts.put(name, value);
    return this;
  }

  Plans target(String name) {
    target = Optional.of(name);
    return this;
  }

  Plans timestamp(Instant time) {
    timestamp = Optional.of(time);
    return this;
  }

  Plans base(ImageConfig config) {
    base = config;
    return this;
  }

  PlanOptions options() {
    return new PlanOptions(
        args, target, labels, contexts, AMD64, AMD64, timestamp, path -> path.equals("ignored"));
  }

  BuildPlan plan(String... lines) {
    return Planner.plan(
        DockerfileParser.parse("Dockerfile", String.join("\n", lines) + "\n"), options());
  }

  EvaluatedPlan evaluate(String... lines) throws InterruptedException {
    return plan(lines).evaluate(input -> base);
  }

  /** Returns the steps of the last stage. */
  public List<Step> steps(String... lines) throws InterruptedException {
    return evaluate(lines).target().steps();
  }

  public RunStep run(String... lines) throws InterruptedException {
    List<Step> steps = steps(lines);
    return (RunStep) steps.get(steps.size() - 1);
  }
}
