package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildListener.Outcome;
import io.github.baci.api.BuildListener.StepId;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class LogListenerTest {
  private final List<String> lines = new ArrayList<>();
  private final Set<String> told = new HashSet<>();
  private long now = 1;
  private final StepId step = new StepId("app", 2, 5, "RUN make");
  private final StepId other = new StepId("docs", 1, 1, "RUN render");

  @Test
  void aStepThatWritesNothingHasOneLine() {
    LogListener listener = listener(Optional.empty());

    listener.stepStarted(step);
    listener.stepEnded(step, Outcome.DONE, Duration.ofMillis(2340));
    listener.stepStarted(other);
    listener.stepEnded(other, Outcome.CACHED, Duration.ofMillis(3));
    listener.stepStarted(other);
    listener.stepEnded(other, Outcome.DONE, Duration.ofMillis(40));
    listener.stepStarted(step);
    listener.stepEnded(step, Outcome.FAILED, Duration.ofSeconds(125));

    assertThat(lines)
        .containsExactly(
            "[app 2/5] RUN make (2.3 s)",
            "[docs 1/1] CACHED RUN render",
            "[docs 1/1] RUN render",
            "[app 2/5] FAILED RUN make (2 min 5 s)");
  }

  @Test
  void aStepThatWritesHasALineBeforeThatAndOneAfter() {
    LogListener listener = listener(Optional.empty());

    listener.stepStarted(step);
    listener.stepOutput(step, bytes("cc main.c\n"));
    listener.stepEnded(step, Outcome.DONE, Duration.ofSeconds(3));
    listener.stepStarted(other);
    listener.stepOutput(other, bytes("quick\n"));
    listener.stepEnded(other, Outcome.DONE, Duration.ofMillis(20));

    assertThat(lines)
        .containsExactly(
            "[app 2/5] RUN make",
            "[app 2/5] | cc main.c",
            "[app 2/5] done in 3 s",
            "[docs 1/1] RUN render",
            "[docs 1/1] | quick");
  }

  @Test
  void aLongStepIsToldBeforeItEndsWhereNoTerminalShowsIt() {
    long[] now = {0};
    StepLog log = new StepLog(new LiveLine(Optional.empty()), lines::add, () -> now[0]);

    log.started(step);
    log.tick();
    assertThat(lines).isEmpty();
    now[0] = StepLog.LONG.toNanos();
    log.tick();
    log.tick();
    assertThat(lines).containsExactly("[app 2/5] RUN make");
    log.ended(step, Outcome.DONE, Duration.ofSeconds(9));

    assertThat(lines).containsExactly("[app 2/5] RUN make", "[app 2/5] done in 9 s");
  }

  @Test
  void aTerminalShowsForHowLongAStepRuns() {
    long[] now = {0};
    StringWriter screen = new StringWriter();
    LiveLine live = new LiveLine(Optional.of(new PrintWriter(screen)));
    StepLog log = new StepLog(live, line -> live.above(() -> lines.add(line)), () -> now[0]);

    log.started(step);
    assertThat(screen).hasToString("");
    now[0] = Duration.ofSeconds(12).toNanos();
    log.tick();
    live.draw();
    assertThat(screen).hasToString("\r\u001b[K\u001b[?7l[app 2/5] RUN make 12 s\u001b[?7h");
    assertThat(lines).isEmpty();
    log.ended(step, Outcome.DONE, Duration.ofSeconds(13));

    assertThat(screen.toString()).endsWith("\u001b[?7h\r\u001b[K");
    assertThat(lines).containsExactly("[app 2/5] RUN make (13 s)");
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
            "[docs 1/1] RUN render",
            "[docs 1/1] | page 1",
            "[app 2/5] RUN make",
            "[app 2/5] | compiling",
            "[docs 1/1] | page",
            "[docs 1/1] FAILED after 1 s");
  }

  @Test
  void charactersThatComeInPiecesAreWhole() {
    LogListener listener = listener(Optional.empty());
    byte[] word = bytes("grün\n");

    listener.stepOutput(step, java.util.Arrays.copyOfRange(word, 0, 3));
    listener.stepOutput(step, java.util.Arrays.copyOfRange(word, 3, word.length));

    assertThat(lines).containsExactly("[app 2/5] RUN make", "[app 2/5] | grün");
  }

  @Test
  void ofALineWrittenOverOnlyTheLastStateIsShown() {
    LogListener listener = listener(Optional.empty());

    listener.stepOutput(step, bytes("10%\r"));
    listener.stepOutput(step, bytes("20%\r" + "x".repeat(40_000) + "\r100%\r\nend\r"));
    listener.close();

    assertThat(lines)
        .startsWith("[app 2/5] RUN make")
        .endsWith("[app 2/5] | 100%", "[app 2/5] | end")
        .noneMatch(line -> line.contains("10%") || line.contains("20%"));
  }

  @Test
  void aSignerIsNamed() {
    listener(Optional.empty()).signatureVerified("example.com/base", "Jo <jo@example.com> (AB12)");

    assertThat(lines).containsExactly("example.com/base is signed by Jo <jo@example.com> (AB12)");
  }

  @Test
  void aLongPullHasALineForEachQuarterWhereThereIsNoTerminal() {
    LogListener listener = listener(Optional.empty());

    for (int done = 0; done <= 1000; done += 10) {
      listener.pullProgress("debian:12", done * 1000L, 1_000_000);
      now += Duration.ofMillis(200).toNanos();
    }

    assertThat(lines)
        .containsExactly(
            "Pulling debian:12: 250.0 kB of 1.0 MB",
            "Pulling debian:12: 500.0 kB of 1.0 MB",
            "Pulling debian:12: 750.0 kB of 1.0 MB",
            "Pulled debian:12 (1.0 MB)");
  }

  @Test
  void aQuickPullHasOneLine() {
    LogListener listener = listener(Optional.empty());

    for (int done = 0; done <= 1000; done += 10) {
      listener.pullProgress("debian:12", done * 1000L, 1_000_000);
      now += Duration.ofMillis(20).toNanos();
    }

    assertThat(lines).containsExactly("Pulled debian:12 (1.0 MB)");
  }

  @Test
  void aTerminalHasABarThatGoesAwayForLinesOfTheLog() {
    StringWriter screen = new StringWriter();
    LogListener listener = listener(Optional.of(new PrintWriter(screen)));

    listener.pullProgress("debian:12", 500_000, 1_000_000);
    String bar = "\r\u001b[K\u001b[?7ldebian:12 [==========          ] 1.0 MB\u001b[?7h";
    assertThat(screen).hasToString(bar);
    listener.activity("linking");

    assertThat(lines).containsExactly("Linking");
    assertThat(screen).hasToString(bar + "\r\u001b[K" + bar);
    listener.pullProgress("debian:12", 1_000_000, 1_000_000);
    assertThat(lines).last().isEqualTo("Pulled debian:12 (1.0 MB)");
  }

  @Test
  void aNoteIsToldOnceInACallOfMaven() {
    listener(Optional.empty()).note("Commands run as usual");
    listener(Optional.empty()).note("Commands run as usual");
    listener(Optional.empty()).note("Commands run otherwise");

    assertThat(lines).containsExactly("Commands run as usual", "Commands run otherwise");
  }

  @Test
  void sizesHaveOneUnit() {
    assertThat(List.of(999L, 1000L, 48_230_000L, 2_500_000_000L).stream().map(ByteCount::of))
        .containsExactly("999 B", "1.0 kB", "48.2 MB", "2.5 GB");
  }

  @Test
  void whatStrangersWriteIsPlain() {
    LogListener listener = listener(Optional.empty());
    StepId hostile = new StepId("a\u001b[2J", 1, 1, "RUN \u001b[8mx\r\u202ey");

    listener.stepStarted(hostile);
    listener.stepOutput(hostile, bytes("\u001b[1;31mred\u001b[m \u001b[2J\u001b]0;t\u0007 end\n"));
    listener.stepEnded(hostile, Outcome.DONE, Duration.ofMillis(1));
    listener.note("docker.io/a\u009b2J is\n[INFO] BUILD SUCCESS\n  indented");

    assertThat(lines)
        .containsExactly(
            "[a\\x1b[2J 1/1] RUN \\x1b[8mx\\x0d\\u202ey",
            "[a\\x1b[2J 1/1] | \u001b[1;31mred\u001b[m \\x1b[2J\\x1b]0;t\\x07 end\u001b[m",
            "docker.io/a\\x9b2J is\n  [INFO] BUILD SUCCESS\n  indented");
  }

  private LogListener listener(Optional<PrintWriter> terminal) {
    return new LogListener(
        new SystemStreamLog() {
          @Override
          public void info(CharSequence content) {
            lines.add(content.toString());
          }
        },
        terminal,
        told::add,
        () -> now);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
