package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.BuildListener.Outcome;
import io.github.baci.BuildListener.StepId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class LogListenerTest {
  private final List<String> lines = new ArrayList<>();
  private final StepId step = new StepId("app", 2, 5, "RUN make");
  private final StepId other = new StepId("docs", 1, 1, "RUN render");

  @Test
  void aStepHasALineAtItsStartAndOneAtItsEnd() {
    LogListener listener = listener(Optional.empty());

    listener.stepStarted(step);
    listener.stepEnded(step, Outcome.DONE, Duration.ofMillis(2340));
    listener.stepStarted(other);
    listener.stepEnded(other, Outcome.CACHED, Duration.ZERO);

    assertThat(lines)
        .containsExactly(
            "[app 2/5] RUN make",
            "[app 2/5] done in 2.3 s",
            "[docs 1/1] RUN render",
            "[docs 1/1] CACHED");
  }

  @Test
  void outputOfStepsSideBySideStaysApart() {
    LogListener listener = listener(Optional.empty());

    listener.stepOutput(step, bytes("com"));
    listener.stepOutput(other, bytes("page 1\npage"));
    listener.stepOutput(step, bytes("piling\n"));
    listener.stepEnded(other, Outcome.FAILED, Duration.ofSeconds(1));

    assertThat(lines)
        .containsExactly(
            "[docs 1/1] | page 1",
            "[app 2/5] | compiling",
            "[docs 1/1] | page",
            "[docs 1/1] FAILED after 1.0 s");
  }

  @Test
  void charactersThatComeInPiecesAreWhole() {
    LogListener listener = listener(Optional.empty());
    byte[] word = bytes("grün\n");

    listener.stepOutput(step, java.util.Arrays.copyOfRange(word, 0, 3));
    listener.stepOutput(step, java.util.Arrays.copyOfRange(word, 3, word.length));

    assertThat(lines).containsExactly("[app 2/5] | grün");
  }

  @Test
  void ofALineWrittenOverOnlyTheLastStateIsShown() {
    LogListener listener = listener(Optional.empty());

    listener.stepOutput(step, bytes("10%\r20%\r100%\r\nend"));
    listener.close();

    assertThat(lines).containsExactly("[app 2/5] | 100%", "[app 2/5] | end");
  }

  @Test
  void aSignerIsNamed() {
    listener(Optional.empty()).signatureVerified("example.com/base", "Jo <jo@example.com> (AB12)");

    assertThat(lines).containsExactly("example.com/base is signed by Jo <jo@example.com> (AB12)");
  }

  @Test
  void aPullHasALineForEachQuarterWhereThereIsNoTerminal() {
    LogListener listener = listener(Optional.empty());

    for (int done = 0; done <= 1000; done += 10) {
      listener.pullProgress("debian:12", done * 1000L, 1_000_000);
    }

    assertThat(lines)
        .containsExactly(
            "Pulling debian:12: 0 B of 1.0 MB",
            "Pulling debian:12: 250.0 kB of 1.0 MB",
            "Pulling debian:12: 500.0 kB of 1.0 MB",
            "Pulling debian:12: 750.0 kB of 1.0 MB",
            "Pulled debian:12 (1.0 MB)");
  }

  @Test
  void aTerminalHasABarThatGoesAwayForLinesOfTheLog() {
    StringWriter screen = new StringWriter();
    LogListener listener = listener(Optional.of(new PrintWriter(screen)));

    listener.pullProgress("debian:12", 500_000, 1_000_000);
    String bar = "\r\u001b[Kdebian:12 [==========          ] 1.0 MB";
    assertThat(screen).hasToString(bar);
    listener.stepStarted(step);

    assertThat(lines).containsExactly("[app 2/5] RUN make");
    assertThat(screen).hasToString(bar + "\r\u001b[K" + bar);
    listener.pullProgress("debian:12", 1_000_000, 1_000_000);
    assertThat(lines).last().isEqualTo("Pulled debian:12 (1.0 MB)");
  }

  @Test
  void sizesHaveOneUnit() {
    assertThat(List.of(999L, 1000L, 48_230_000L, 2_500_000_000L).stream().map(ByteCount::of))
        .containsExactly("999 B", "1.0 kB", "48.2 MB", "2.5 GB");
  }

  private LogListener listener(Optional<PrintWriter> terminal) {
    return new LogListener(
        new SystemStreamLog() {
          @Override
          public void info(CharSequence content) {
            lines.add(content.toString());
          }
        },
        terminal);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
