package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.testing.Command;
import io.github.baci.testing.SampleLayout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Small inputs that would take all memory, the stack, or forever. */
@Timeout(60)
class HostileInputTest {
  private static final int BLOCK = 512;

  @TempDir private Path directory;
  private Path context;

  @BeforeEach
  void context() throws IOException {
    context = Files.createDirectory(directory.resolve("context"));
  }

  private void build(String dockerfile) throws Exception {
    build(dockerfile, Map.of());
  }

  private void build(String dockerfile, Map<String, String> contexts) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    new Baci()
        .build(
            BuildRequest.builder(
                    context, directory.resolve("out.aci"), AciOptions.named("example.com/hostile"))
                .storeDirectory(directory.resolve("store"))
                .namedContexts(contexts)
                .build(),
            BuildListener.SILENT);
  }

  /**
   * Patterns with a repeated group take the stack for each repetition, unless they never go back.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM PARTS",
        "FROM a@PARTS:00",
        "FROM jlink://PARTS",
        "FROM scratch\nCOPY --from=a/PARTS /a /b",
        "FROM scratch\nADD --checksum=PARTS:00 http://127.0.0.1:1/a /b",
        "FROM scratch\nCOPY --chmod=PARTS /a /b",
        "FROM scratch\nCOPY --chmod=MODES,x /a /b"
      })
  void namesOfManyPartsDoNotTakeTheStack(String dockerfile) {
    String parts = "a.".repeat(30_000) + "a";
    String modes = "u+r,".repeat(15_000) + "u+r";

    assertThatThrownBy(() -> build(dockerfile.replace("PARTS", parts).replace("MODES", modes)))
        .isInstanceOf(BaciException.class);
  }

  private static void pipe(Path path) {
    Command.of("mkfifo", path.toString()).succeed();
  }

  @Test
  void aPipeAsIgnoreFileIsRefused() {
    pipe(context.resolve(".dockerignore"));

    assertThatThrownBy(() -> build("FROM scratch\nCOPY . /x\n"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(".dockerignore")
        .hasMessageContaining("a pipe or a device");
  }

  @Test
  void aPipeAsIndexOfALayoutIsRefused() throws Exception {
    Path layout = new SampleLayout().layer(Map.of("a", "a")).write(directory.resolve("layout"));
    Files.delete(layout.resolve("index.json"));
    pipe(layout.resolve("index.json"));

    assertThatThrownBy(() -> build("FROM oci-layout://" + layout + "\nCOPY Dockerfile /x\n"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("index.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ARG", "ENV"})
  void valuesThatDoubleWithEachLineAreRefused(String instruction) {
    String doubled = (instruction + " a=${a}${a}\n").repeat(40);

    assertThatThrownBy(() -> build("FROM scratch\n" + instruction + " a=xxxxxxxxxx\n" + doubled))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("longer than 1,048,576 characters");
  }

  @Test
  void aPathOfHundredThousandsOfNamesIsRefused() {
    String doubled = "ENV a=${a}${a}\n".repeat(16);

    assertThatThrownBy(() -> build("FROM scratch\nENV a=/x/x/x/x/x\n" + doubled + "WORKDIR $a\n"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("may have no more than 65,536");
  }

  @Test
  void patternsThatTakeTooLongAreRefused() {
    String value = "a".repeat(30_000) + "b";
    String pattern = "*a".repeat(30) + "*c";

    assertThatThrownBy(
            () ->
                build(
                    "FROM scratch\nARG a=%s\nARG b=${a//%s/x}\nCOPY Dockerfile /$b\n"
                        .formatted(value, pattern)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("takes too long");
  }

  @Test
  void aMatchThatTakesLongEndsWhenItIsInterrupted() throws Exception {
    String value = "a".repeat(30_000) + "b";
    String lines = ("ARG b=${a//" + "*a".repeat(30) + "*c/x}\n").repeat(100);
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread building =
        new Thread(
            () -> {
              try {
                build("FROM scratch\nARG a=" + value + "\n" + lines);
              } catch (Throwable e) {
                end.set(e);
              }
            });
    building.start();
    Thread.sleep(100);

    building.interrupt();

    building.join(Duration.ofSeconds(20).toMillis());
    assertThat(building.isAlive()).isFalse();
    assertThat(end.get()).isNotNull().isNotInstanceOf(Error.class);
  }

  @Test
  void thousandsOfStagesAreRefusedAndHundredsAreNot() throws Exception {
    assertThatThrownBy(() -> build(stages(5000)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("there are 5,000 stages, and no more than 500 can be built");
    build(stages(500) + "COPY Dockerfile /x\n");
  }

  private static String stages(int count) {
    StringBuilder text = new StringBuilder("FROM scratch AS s0\n");
    for (int i = 1; i < count; i++) {
      text.append("FROM s%d AS s%d\nLABEL l%d=x\n".formatted(i - 1, i, i));
    }
    return text.toString();
  }

  /** A header of a file that says it is a tar's. */
  private static byte[] header(String size, boolean checksum) {
    byte[] header = new byte[BLOCK];
    put(header, 0, "n");
    put(header, 100, "0000644\0");
    put(header, 108, "0000000\0");
    put(header, 116, "0000000\0");
    put(header, 124, size);
    put(header, 136, "00000000000\0");
    put(header, 148, "        ");
    put(header, 156, "0");
    put(header, 257, "ustar\00000");
    int sum = 0;
    for (byte each : header) {
      sum += each & 0xff;
    }
    put(header, 148, checksum ? "%06o\0 ".formatted(sum) : "777777\0 ");
    return header;
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }

  private void add(byte[] archive) throws Exception {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(archive);
    whole.write(new byte[2 * BLOCK]);
    Files.write(context.resolve("a.tar"), whole.toByteArray());
    build("FROM scratch\nADD a.tar /out/\n");
  }

  @Test
  void archivesThatBeginAsATarAndBreakAreRefusedByAdd() throws Exception {
    add(header("00000000000\0", true));
    assertThatThrownBy(() -> add(header("00000000000\0", false)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("its checksum is wrong");
    assertThatThrownBy(() -> add(header("\u00ff".repeat(12), true)))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("a.tar");
  }

  @Test
  void aDockerArchiveMayBeCompressedWithXz() throws Exception {
    Path layout = new SampleLayout().layer(Map.of("a", "a")).write(directory.resolve("layout"));
    Path tar = directory.resolve("image.tar");
    Command.of("tar", "-cf", tar.toString(), "-C", layout.toString(), ".").succeed();
    Path archive = directory.resolve("image.tar.xz");
    try (OutputStream out =
        new XZOutputStream(Files.newOutputStream(archive), new LZMA2Options(0))) {
      Files.copy(tar, out);
    }

    build("FROM docker-archive://" + archive + "\nCOPY Dockerfile /x\n");
  }

  @Test
  void aBombIsRefusedAsADockerArchive() throws Exception {
    Path bomb = directory.resolve("bomb.tar");
    byte[] zeros = new byte[1 << 20];
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      for (int i = 0; i < 1100; i++) {
        out.write(zeros);
      }
    }

    assertThatThrownBy(() -> build("FROM docker-archive://" + bomb + "\nCOPY Dockerfile /x\n"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("archive bomb");
  }
}
