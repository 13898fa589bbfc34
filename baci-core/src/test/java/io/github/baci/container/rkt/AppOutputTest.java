package io.github.baci.container.rkt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppOutputTest {
  private final List<String> heard = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();
  private AppOutput output = output(false);

  private AppOutput output(boolean isSupervised) {
    return new AppOutput(
        "example.com/my.app",
        isSupervised,
        bytes -> heard.add(new String(bytes, UTF_8)),
        leftOut::add);
  }

  private void write(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    output.write(bytes, bytes.length);
  }

  private String all() {
    return String.join("", heard);
  }

  @Test
  void thePrefixOfASystemdAndTheCarriageReturnGo() {
    write("[  991.5] my-app[8]: one\r\n[100991.512345] my-app[8]: two\r\n");
    output.end();
    assertThat(all()).isEqualTo("one\ntwo\n");
  }

  @Test
  void thePrefixGoesAlsoWhenItComesInParts() {
    write("[  99");
    write("1.5] my-a");
    write("pp[8]: one");
    assertThat(all()).isEqualTo("one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain\r\n",
        "[ 1.5] other[8]: x\r\n",
        "[INFO] x\n",
        "[ 1.5] my-app: x\n",
        "run: away\n",
        "a\rb",
        "\n\n",
        "no end"
      })
  void whatTheAppWritesStays(String text) {
    write(text);
    output.end();
    assertThat(all()).isEqualTo(text);
  }

  @Test
  void anUnfinishedLineIsPassedOnAtOnce() {
    write("Password: ");
    assertThat(all()).isEqualTo("Password: ");
  }

  @Test
  void whatMayBeAPrefixIsPassedOnAtTheEnd() {
    write("[ 12");
    assertThat(all()).isEmpty();
    output.end();
    assertThat(all()).isEqualTo("[ 12");
  }

  @Test
  void whatASupervisorSaysItselfGoes() {
    output = output(true);
    write("/etc/localtime is not a symlink, not updating container timezone.\n");
    write("Spawning container rkt-12 on /x.\r\n");
    write("Press ^] three times within 1s to kill container.\r\n");
    write("[  991.4] systemd[1]: Started my-app.\r\n");
    write("[  991.5] my-app[8]: [ 1.5] systemd[1]: mine\r\n");
    write("[  991.6] systemd[1]: Stopping.\r\nContainer rkt-12 exited successfully.\n");
    output.end();
    assertThat(all()).isEqualTo("[ 1.5] systemd[1]: mine\n");
    assertThat(leftOut).hasSize(6).contains("rkt: [  991.4] systemd[1]: Started my-app.");
  }

  @Test
  void rktsHarmlessMessageGoes() {
    write("run: group \"rkt\" not found, will use default gid when rendering images\nerr\n");
    output.end();
    assertThat(all()).isEqualTo("err\n");
  }

  @Test
  void theLastLinesAreKept() {
    for (int i = 0; i < 9; i++) {
      write("line " + i + "\n");
    }
    write("é");
    output.end();
    assertThat(output.lastLines()).isEqualTo("line 5\nline 6\nline 7\nline 8\né");
  }
}
