package io.github.baci.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.BuildRequest.EngineOptions.Kind;
import io.github.baci.api.Option;
import io.github.baci.container.rkt.RktUnavailable;
import io.github.baci.engine.EngineChoice;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.DirectoryStore;
import io.github.baci.testing.rkt.StandInRkt;
import io.github.baci.testing.rkt.StandInRkt.Flavour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is said where rkt cannot be used; on a stand-in for rkt. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandInRktRefusalsIT {
  private Path directory;
  private DirectoryStore store;
  private LayerStore layers;
  private Path rkt;
  private String fly;

  @BeforeAll
  void open(@TempDir Path temporary) throws Exception {
    directory = temporary;
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
    rkt = StandInRkt.executable(directory.resolve("bin"));
    fly = StandInRkt.stage1(directory, Flavour.FLY).toString();
  }

  @AfterAll
  void close() {
    store.close();
  }

  private Engine engine(Kind kind, Path executable, Optional<String> stage1, String... options) {
    EngineOptions all =
        new EngineOptions(
            kind,
            Optional.of(executable),
            stage1,
            Optional.of(directory.resolve("rkt")),
            List.of(options));
    return new EngineChoice(store, layers, BuildListener.SILENT, Optional.empty())
        .of(all, directory, List.of());
  }

  private String refusal(Path executable, Optional<String> stage1, String... options) {
    RktUnavailable[] refusal = new RktUnavailable[1];
    Engine engine = engine(Kind.RKT, executable, stage1, options);
    assertThatThrownBy(() -> engine.start(store, layers, warning -> {}).close())
        .isInstanceOfSatisfying(RktUnavailable.class, e -> refusal[0] = e);
    return refusal[0].getMessage();
  }

  @Test
  void aMissingExecutableIsNamed() {
    Path nowhere = directory.resolve("nowhere");

    assertThat(refusal(nowhere, Optional.of(fly)))
        .isEqualTo("there is no rkt executable at '%s' (%s)".formatted(nowhere, Option.RKT_PATH));
  }

  @Test
  void aProgramThatIsNoRktIsNotUsed() {
    assertThat(refusal(Path.of("/bin/true"), Optional.of(fly)))
        .startsWith("'/bin/true' is no rkt: 'rkt version' gives no version");
  }

  @Test
  void anOldRktIsNotUsed() throws Exception {
    Path old = StandInRkt.executable(directory.resolve("old"), "1.14.0");

    assertThat(refusal(old, Optional.of(fly)))
        .isEqualTo("'%s' is rkt 1.14.0, and the engine needs 1.15.0 or newer".formatted(old));
  }

  @Test
  void withoutAStage1ImageTheOptionForItIsTold() {
    assertThat(refusal(rkt, Optional.empty()))
        .startsWith(
            "rkt has no stage1 image to run containers with; give one with " + Option.RKT_STAGE1);
  }

  @Test
  void aStage1ImageThatIsNotThereIsNamed() {
    String missing = directory.resolve("stage1.aci").toString();

    assertThat(refusal(rkt, Optional.of(missing)))
        .contains("'" + missing + "' (" + Option.RKT_STAGE1 + ")", "there is no such file");
    assertThat(refusal(rkt, Optional.of("example.com/stage1")))
        .contains("'example.com/stage1' (" + Option.RKT_STAGE1 + ")", "discovery failed");
  }

  @Test
  void aPodThatRktDoesNotRunIsExplainedByWhatRktSays() {
    assertThat(
            refusal(rkt, Optional.of(fly), "--volume=e,kind=empty", "--mount=volume=e,target=/e"))
        .startsWith("'%s' refuses to run the builder's pod: run: can't mount".formatted(rkt))
        .endsWith("invalid argument");
    assertThat(refusal(rkt, Optional.of(fly), "--exec=/bin/sh"))
        .contains("--exec must follow an image");
  }

  @Test
  void autoTakesTheEmbeddedEngineAndOneLineSaysWhy() throws Exception {
    List<String> warnings = new ArrayList<>();

    try (Builder builder =
            engine(Kind.AUTO, rkt, Optional.empty()).start(store, layers, warnings::add);
        RunningCommand command =
            builder.start(
                new SpecDraft(List.of(ContainerBase.in(layers).diffId())).shell("echo up").spec(),
                Optional.empty())) {
      assertThat(Outcome.of(command).stdout()).isEqualTo("up\n");
    }
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("commands are run by the engine 'embedded', because rkt has no stage1 image")
        .doesNotContain("\n");
  }

  @Test
  void imagesThatRktHasForgottenAreFetchedAnew() throws Exception {
    Engine engine = engine(Kind.RKT, rkt, Optional.of(fly));
    engine.start(store, layers, warning -> {}).close();
    try (var images = Files.list(directory.resolve("rkt/cas"))) {
      for (Path image : images.toList()) {
        io.github.baci.testing.Command.of("rm", "-rf", image.toString()).succeed();
      }
    }

    List<String> warnings = new ArrayList<>();
    engine.start(store, layers, warnings::add).close();

    assertThat(warnings).isEmpty();
  }
}
