package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugin.logging.SystemStreamLog;
import org.junit.jupiter.api.Test;

class PlainLogTest {
  private final List<String> lines = new ArrayList<>();
  private final Log log =
      PlainLog.of(
          new SystemStreamLog() {
            @Override
            public void warn(CharSequence content) {
              lines.add(content.toString());
            }
          });

  @Test
  void whatPeopleReadStaysAsItIs() {
    String text = "naïve \t日本 \ud83d\ude00 a\u00a0b";

    assertThat(PlainLog.text(text)).isSameAs(text);
    assertThat(PlainLog.output(text)).isSameAs(text);
  }

  @Test
  void eachControlIsWrittenAsItsNumber() {
    for (char c = 0; c < 0x20; c++) {
      if (c != '\n' && c != '\t') {
        assertThat(PlainLog.text("a" + c)).isEqualTo("a\\x%02x", (int) c);
        assertThat(PlainLog.output("a" + c)).isEqualTo("a\\x%02x", (int) c);
      }
    }
    for (char c = 0x7f; c <= 0x9f; c++) {
      assertThat(PlainLog.text(c + "b")).isEqualTo("\\x%02xb", (int) c);
    }
    assertThat(PlainLog.text("\u202e\u2066\u2028")).isEqualTo("\\u202e\\u2066\\u2028");
  }

  @Test
  void coloursOfCommandsEndWithTheirLine() {
    assertThat(PlainLog.output("a\u001b[38:5:1;4mb")).isEqualTo("a\u001b[38:5:1;4mb\u001b[m");
    assertThat(PlainLog.output("\u001b[3Kx")).isEqualTo("\\x1b[3Kx");
    assertThat(PlainLog.output("\u001b[3")).isEqualTo("\\x1b[3");
    assertThat(PlainLog.output("\u001b")).isEqualTo("\\x1b");
    assertThat(PlainLog.text("\u001b[1m")).isEqualTo("\\x1b[1m");
  }

  @Test
  void noFurtherLineLooksLikeOneOfTheLog() {
    log.warn("a\n[INFO] b\n\n   c\n");
    log.warn("d", new IllegalStateException("e\u0007"));

    assertThat(lines.get(0)).isEqualTo("a\n  [INFO] b\n\n   c\n");
    assertThat(lines.get(1)).startsWith("d\n  java.lang.IllegalStateException: e\\x07\n\tat ");
  }
}
