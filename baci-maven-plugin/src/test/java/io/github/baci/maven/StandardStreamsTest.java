package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StandardStreamsTest {
  @Test
  void streamsThatMakeLinesOfMavensLogArePassedBy() {
    assertThat(StandardStreams.isOfMaven("org.apache.maven.cling.logging.LoggingPrintStream"))
        .isTrue();
    assertThat(StandardStreams.isOfMaven("java.io.PrintStream")).isFalse();
  }

  @Test
  void aStreamThatSomebodyElseHasSetIsKept() {
    PrintStream before = System.out;
    PrintStream other = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    try {
      System.setOut(other);
      assertThat(StandardStreams.out()).isSameAs(other);
    } finally {
      System.setOut(before);
    }
  }
}
