package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.OutputListener;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.DirectoryStore;
import io.github.baci.testing.Command;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How commands run in a container, whatever engine runs them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineContract {
  /** Needs more ids than that of the user who builds. */
  static final String SEVERAL_IDS = "several-ids";

  /** Needs mounts, or a view of the system that is the container's own. */
  static final String NAMESPACES = "namespaces";

  /** Tests of what only the kernel can separate, and a traced command is not separated from. */
  static final String ISOLATION = "isolation";

  /** Needs what the kernel gives to a command that nobody traces: it sees or makes more. */
  static final String UNTRACED = "untraced";

  /** Has files deeper than one path can say, which a traced command cannot reach. */
  static final String DEEP_PATHS = "deep-paths";

  Path directory;
  DirectoryStore store;
  LayerStore layers;
  Builder builder;
  Digest base;
  final List<String> warnings = new ArrayList<>();

  abstract Engine engine();

  /** Returns where the store is made; by default a temporary directory. */
  Path storeDirectory() {
    String given = System.getProperty("baci.test.store");
    return given == null ? directory.resolve("store") : Path.of(given);
  }

  @BeforeAll
  void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    store = DirectoryStore.open(storeDirectory());
    layers = new DirectoryLayerStore(store);
    base = ContainerBase.in(layers).diffId();
    builder = engine().start(store, layers, warnings::add);
  }

  @AfterAll
  void stop() {
    builder.close();
    store.close();
    // JUnit cannot delete paths that are longer than the system takes at once; some tests make
    // them.
    Command.of("rm", "-rf", storeDirectory().resolve("unpacked").toString()).succeed();
  }

  SpecDraft draft() {
    return new SpecDraft(List.of(base));
  }

  Outcome run(SpecDraft draft) throws InterruptedException {
    try (RunningCommand command = builder.start(draft.spec(), Optional.empty())) {
      return Outcome.of(command);
    }
  }

  Outcome shell(String script) throws InterruptedException {
    return run(draft().shell(script));
  }

  @Test
  void exitCodesArePassedOn() throws Exception {
    assertThat(shell("exit 0").exitCode()).isZero();
    assertThat(shell("exit 3").exitCode()).isEqualTo(3);
    assertThat(shell("exit 255").exitCode()).isEqualTo(255);
  }

  @Test
  void anInterruptBeforeTheCommandIsNoFault() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> builder.start(draft().shell("true").spec(), Optional.empty()))
        .isInstanceOf(InterruptedException.class);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void aBuilderThatHasEndedIsNoFault() throws Exception {
    Builder ended = engine().start(store, layers, warnings::add);
    ended.close();

    assertThatThrownBy(() -> ended.start(draft().shell("true").spec(), Optional.empty()))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("the builder has been killed; build again");
  }

  @Test
  void theDeathOfTheCommandIs128AndTheSignal() throws Exception {
    try (RunningCommand command =
        builder.start(draft().exec("sleep", "1000").spec(), Optional.empty())) {
      command.signal(9);

      assertThat(Outcome.of(command).exitCode()).isEqualTo(137);
    }
  }

  @Test
  void aSignalReachesTheHandlerOfTheCommand() throws Exception {
    String script = "trap 'echo caught; exit 7' TERM; echo ready; while :; do sleep 0.05; done";
    try (RunningCommand command = builder.start(draft().shell(script).spec(), Optional.empty())) {
      StringBuilder heard = new StringBuilder();
      RunResult result =
          command.await(
              new OutputListener() {
                @Override
                public void stdout(byte[] bytes) {
                  heard.append(new String(bytes, StandardCharsets.UTF_8));
                  if (heard.toString().equals("ready\n")) {
                    command.signal(15);
                  }
                }

                @Override
                public void stderr(byte[] bytes) {
                  heard.append(new String(bytes, StandardCharsets.UTF_8));
                }
              });

      assertThat(result.exitCode()).isEqualTo(7);
      assertThat(heard.toString()).isEqualTo("ready\ncaught\n");
    }
  }

  @Test
  @Tag(NAMESPACES)
  @Tag(SEVERAL_IDS)
  void aCommandOfAnotherUserMayOpenItsOutputsAgain() throws Exception {
    Outcome outcome =
        run(
            draft()
                .as(1234, 1234)
                .shell(
                    "echo a > /dev/stdout && echo b > /proc/self/fd/2 && echo c >> /dev/stderr"));

    assertThat(outcome.exitCode()).as(outcome.stderr()).isZero();
    assertThat(outcome.stdout()).isEqualTo("a\n");
    assertThat(outcome.stderr()).isEqualTo("b\nc\n");
  }

  @Test
  @Tag(SEVERAL_IDS)
  void whatIsInADirectoryThatHandsItsGroupDownHasTheOwnersOfItsLayer() throws Exception {
    Digest layer;
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.Directory("sg", Attributes.of(02775, 0, 33, new Mtime(1, 0))));
      ContainerBase.file(writer, "sg/file", "x");
      writer.add(ContainerBase.directory("sg/sub", 0755));
      writer.add(new LayerEntry.Symlink("sg/link", ContainerBase.attributes(0777), "file"));
      layer = writer.commit().diffId();
    }

    Outcome outcome =
        run(
            new SpecDraft(List.of(base, layer))
                .shell("stat -c '%n %a %u:%g' /sg /sg/file /sg/sub /sg/link"));

    assertThat(outcome.stdout().lines())
        .containsExactly(
            "/sg 2775 0:33", "/sg/file 644 0:0", "/sg/sub 755 0:0", "/sg/link 777 0:0");
  }

  /** Namespaces of an ordinary user have a range of ids alone, and all other ways have all. */
  @Test
  @Tag(SEVERAL_IDS)
  void anOwnerOfAnyIdIsGivenOrRefusedInWords() throws Exception {
    Digest layer;
    try (LayerWriter writer = layers.newLayer()) {
      Attributes attributes = Attributes.of(0700, 4_000_000_000L, 3_000_000, new Mtime(1, 0));
      writer.add(new LayerEntry.Directory("far", attributes));
      layer = writer.commit().diffId();
    }
    SpecDraft stat = new SpecDraft(List.of(base, layer)).shell("stat -c %u:%g /far");

    try {
      assertThat(run(stat).stdout()).isEqualTo("4000000000:3000000\n");
    } catch (BaciException e) {
      assertThat(e)
          .hasMessageContaining("belongs to 4000000000:3000000, but the builder has no such id")
          .hasMessageContaining("a larger range of ids in /etc/subuid");
    }
  }

  @Test
  void bothOutputsComeWholeAndApart() throws Exception {
    Outcome outcome =
        shell("i=0; while [ $i -lt 3000 ]; do echo $i; i=$((i+1)); done; echo bad >&2; echo end");

    assertThat(outcome.stdout().lines()).hasSize(3001).startsWith("0", "1").endsWith("end");
    assertThat(outcome.stderr()).isEqualTo("bad\n");
  }

  @Test
  void standardInputIsEmptyUnlessGiven() throws Exception {
    assertThat(shell("cat; echo done").stdout()).isEqualTo("done\n");

    byte[] input = "given\n".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    try (RunningCommand command =
        builder.start(
            draft().exec("wc", "-l").spec(), Optional.of(new ByteArrayInputStream(input)))) {
      assertThat(Outcome.of(command).stdout()).isEqualTo("10000\n");
    }
  }

  @Test
  void aProgramThatIsMissingIs127() throws Exception {
    Outcome outcome = run(draft().exec("no-such-program", "x"));

    assertThat(outcome.exitCode()).isEqualTo(127);
    assertThat(outcome.stderr()).contains("no-such-program", "not found in $PATH");
    assertThat(run(draft().exec("/bin/no-such-program")).exitCode()).isEqualTo(127);
  }

  @Test
  void aFileThatIsNoProgramIs126() throws Exception {
    Outcome outcome = run(draft().exec("/etc/passwd"));

    assertThat(outcome.exitCode()).isEqualTo(126);
    assertThat(outcome.stderr()).contains("/etc/passwd", "permission denied");
    assertThat(run(draft().exec("/data")).stderr()).contains("is a directory");
  }

  @Test
  void aScriptWhoseInterpreterIsMissingIsExplained() throws Exception {
    Outcome made = run(draft().shell("echo '#!/no/such' > /s; chmod 755 /s").snapshot());

    Outcome outcome = run(new SpecDraft(List.of(base, made.layer().diffId())).exec("/s"));

    assertThat(outcome.exitCode()).isEqualTo(127);
    assertThat(outcome.stderr()).contains("/s", "interpreter");
  }

  @Test
  void theWorkingDirectoryIsMadeWhereItIsMissing() throws Exception {
    assertThat(run(draft().in("/data/sub").shell("pwd; ls")).stdout())
        .isEqualTo("/data/sub\ndeep\n");
    Outcome outcome = run(draft().in("/new/work").shell("pwd").snapshot());

    assertThat(outcome.stdout()).isEqualTo("/new/work\n");
    assertThat(outcome.paths()).isEmpty();
  }

  @Test
  void whatTheCommandLeavesRunningEndsWithIt() throws Exception {
    String length = "98765" + System.nanoTime() % 1000;
    shell("sleep " + length + " & (trap '' TERM HUP; exec sleep " + length + ") & exit 0");

    assertThat(commandLines()).noneMatch(line -> line.contains(length));
  }

  @Test
  void anInterruptKillsTheCommand() throws Exception {
    String length = "87654" + System.nanoTime() % 1000;
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (RunningCommand command =
        builder.start(draft().shell("echo up; sleep " + length).spec(), Optional.empty())) {
      Thread waiting = Thread.currentThread();
      assertThatThrownBy(
              () ->
                  command.await(
                      new OutputListener() {
                        @Override
                        public void stdout(byte[] bytes) {
                          waiting.interrupt();
                        }

                        @Override
                        public void stderr(byte[] bytes) {}
                      }))
          .isInstanceOf(InterruptedException.class);
    } finally {
      executor.shutdown();
    }
    while (commandLines().stream().anyMatch(line -> line.contains(length))) {
      Thread.sleep(10);
    }
    assertThat(shell("echo works").stdout()).isEqualTo("works\n");
  }

  private static List<String> commandLines() {
    return ProcessHandle.allProcesses()
        .map(process -> process.info().commandLine().orElse(""))
        .toList();
  }

  @Test
  @Tag(SEVERAL_IDS)
  @Tag(NAMESPACES)
  void theCommandIsTheGivenUser() throws Exception {
    Outcome outcome =
        run(
            draft()
                .as(1234, 2345, 7L, 8L)
                .shell(
                    "id -u; id -g; id -G; grep CapEff /proc/self/status; > /dev/null && ls"
                        + " /proc/self/fd/1"));

    assertThat(outcome.stdout())
        .isEqualTo("1234\n2345\n2345 7 8\nCapEff:\t0000000000000000\n/proc/self/fd/1\n");
    assertThat(run(draft().as(1234, 2345).shell("cat /data/sub/deep")).exitCode()).isEqualTo(1);
  }

  @Test
  @Tag(SEVERAL_IDS)
  void aDirectoryThatTheUserMayNotEnterIsExplained() throws Exception {
    Outcome outcome = run(draft().as(1234, 2345).in("/data/sub").exec("/bin/true"));

    assertThat(outcome.exitCode()).isEqualTo(126);
    assertThat(outcome.stderr()).contains("1234", "/data/sub");
  }

  @Test
  void runsGoSideBySide() throws Exception {
    ExecutorService executor = Executors.newFixedThreadPool(8);
    try {
      List<Future<Outcome>> runs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String script = "echo " + i + " > /mine; sleep 0.2; cat /mine; ls / | grep -c mine";
        runs.add(executor.submit(() -> run(draft().shell(script).snapshot())));
      }
      for (int i = 0; i < 16; i++) {
        Outcome outcome = runs.get(i).get();
        assertThat(outcome.stdout()).isEqualTo(i + "\n1\n");
        assertThat(outcome.paths()).containsExactly("mine");
      }
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void aMissingLayerIsRefused() {
    Digest unknown = Digest.sha256Of(new byte[] {1});

    assertThatThrownBy(() -> run(new SpecDraft(List.of(unknown)).exec("true")))
        .isInstanceOf(DamagedEntryException.class)
        .hasMessageContaining(unknown.toString());
  }

  @Test
  void moreLayersThanAPageOfMountOptionsHolds() throws Exception {
    List<Digest> many = new ArrayList<>(List.of(base));
    for (int i = 0; i < 150; i++) {
      many.add(ContainerLayers.file(layers, "layer-" + i, "x").diffId());
    }

    assertThat(run(new SpecDraft(many).shell("ls / | grep -c layer-")).stdout()).isEqualTo("150\n");
  }

  /** Brings layers into a store of its own, so that nothing is unpacked there. */
  static Layer copy(Layer layer, LayerStore to) throws IOException {
    try (var tar = Files.newInputStream(layer.tar())) {
      return to.add(tar, "copy");
    }
  }
}
