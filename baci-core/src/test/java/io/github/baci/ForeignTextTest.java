package io.github.baci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Messages are for people: nothing is decided by their words. Where another program offers nothing
 * else, one class reads what it says, and tells why.
 */
class ForeignTextTest {
  private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "baci");

  /** A message of an exception, or what a program has said, in which words are looked for. */
  private static final Pattern DECISION =
      Pattern.compile(
          "(?:getMessage\\(\\)|getReason\\(\\)|\\b(?:message|reason|said|why|errors|errors\\(\\)|output|output\\(\\)|stderr|complaint\\(\\)))"
              + "\\s*(?:\\.\\s*(?:to(?:Lower|Upper)Case\\([^)]*\\)|strip\\(\\)))*"
              + "\\s*(?:\\.\\s*|::)(?:startsWith|endsWith|contains|equals|equalsIgnoreCase|matches)\\b"
              + "|\\.matcher\\(\\s*(?:[a-z]+\\.)?(?:getMessage\\(\\)|message|reason|said|why|errors(?:\\(\\))?|output(?:\\(\\))?)\\s*[.)]");

  /** One for each program: ssh, helpers with logins, unshare, rkt, the JDK's client, the system. */
  private static final Set<String> READERS =
      Set.of(
          "build/copy/SshProgram.java",
          "registry/CredentialHelper.java",
          "container/host/UnshareMessages.java",
          "container/rkt/RktMessages.java",
          "container/rkt/RktVersion.java", // the answer that was asked for, not a complaint
          "http/Transport.java",
          "store/StorageFailure.java");

  @Test
  void theWordsOfAProgramAreReadInOnePlace() throws IOException {
    assertThat(
            List.of(
                "e.getMessage().startsWith(\"x\")",
                "said.toLowerCase(Locale.ROOT).contains(\"x\")",
                "result.errors().contains(\"x\")",
                "anyMatch(reason::contains)",
                "STAGE1.matcher(said).find()"))
        .allMatch(text -> DECISION.matcher(text).find());
    Set<String> readers = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(SOURCES)) {
      for (Path file : walk.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (DECISION.matcher(Files.readString(file)).find()) {
          readers.add(SOURCES.relativize(file).toString().replace('\\', '/'));
        }
      }
    }
    assertThat(readers).containsExactlyInAnyOrderElementsOf(READERS);
  }
}
