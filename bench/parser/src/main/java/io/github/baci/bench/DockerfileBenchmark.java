package io.github.baci.bench;

import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.DockerfileParser;
import io.github.baci.image.ImageConfig;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.PlanOptions;
import io.github.baci.plan.Planner;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A Dockerfile of 10,000 lines in one stage. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DockerfileBenchmark {
  private static final int LINES = 10_000;

  private String text;
  private Dockerfile parsed;
  private Dockerfile variables;

  /** Writes the Dockerfile: instructions of many kinds, continuations, comments and heredocs. */
  @Setup
  public void write() {
    StringBuilder out = new StringBuilder("FROM registry.example.com/base:1\n");
    int lines = 1;
    for (int i = 0; lines < LINES; i++) {
      String block =
          """
          # part %1$d
          ARG PART%1$d=part-%1$d
          ENV PATH_%1$d="/opt/${PART%1$d}/bin:$PATH" MODE=fast
          RUN --mount=type=cache,target=/var/cache/%1$d apt-get update && \\
              apt-get install -y one-%1$d \\
              # and another
              two-%1$d
          COPY --chown=1000:1000 --chmod=0644 ["src/%1$d/*.txt", "dest %1$d/"]
          LABEL org.example.part="%1$d" org.example.name='part %1$d'
          RUN <<EOF
          echo %1$d
          EOF
          WORKDIR /srv/${PART%1$d}

          EXPOSE 80 443/tcp
          CMD ["serve", "--part", "%1$d"]
          """
              .formatted(i);
      for (String line : block.split("\n")) {
        if (lines < LINES) {
          out.append(line).append('\n');
          lines++;
        }
      }
    }
    text = out.toString();
    parsed = DockerfileParser.parse("Dockerfile", text);

    StringBuilder many = new StringBuilder("FROM scratch\n");
    for (int i = 0; i < LINES / 3; i++) {
      many.append("%2$s NAME_%1$d=value-%1$d\nRUN make %1$d\n\n".formatted(i, i % 2 == 0 ? "ARG" : "ENV"));
    }
    variables = DockerfileParser.parse("Dockerfile", many.toString());
  }

  /** Text to instructions. */
  @Benchmark
  public Dockerfile parse() {
    return DockerfileParser.parse("Dockerfile", text);
  }

  /** Instructions to steps. */
  @Benchmark
  public EvaluatedPlan plan() throws InterruptedException {
    return Planner.plan(parsed, PlanOptions.DEFAULT).evaluate(base -> ImageConfig.EMPTY);
  }

  /** Instructions to steps, with 3,333 RUNs and a new ARG or ENV before each. */
  @Benchmark
  public EvaluatedPlan planVariables() throws InterruptedException {
    return Planner.plan(variables, PlanOptions.DEFAULT).evaluate(base -> ImageConfig.EMPTY);
  }
}
