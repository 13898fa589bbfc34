package io.github.baci.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.aci.archive.WrittenAci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.AciContents;
import io.github.baci.testing.Actool;
import io.github.baci.testing.Command;
import io.github.baci.testing.rkt.StandInRkt;
import io.github.baci.testing.rkt.StandInRkt.Flavour;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The builder as an image: what judges of images say about it, and what can be made of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BuilderImageIT {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final long LARGEST = 45_000_000;

  @TempDir private Path directory;

  private WrittenAci builder() throws InterruptedException {
    return BuilderImage.write(
        directory.resolve("store"), JDK, directory.resolve("builder.aci"), BuildListener.SILENT);
  }

  @Test
  void isSmallAndValidAndTheSameEachTime() throws Exception {
    WrittenAci first = builder();
    WrittenAci elsewhere =
        BuilderImage.write(
            directory.resolve("other"), JDK, directory.resolve("2.aci"), BuildListener.SILENT);

    assertThat(Actool.validate(first.file())).isEqualTo(new Command.Result(0, ""));
    assertThat(first.size()).isLessThan(LARGEST);
    assertThat(elsewhere.file()).hasSameBinaryContentAs(first.file());
  }

  @Test
  void isABaseImageAsAnyOther() throws Exception {
    Path context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(context.resolve("file"), "copied\n");
    Files.writeString(
        context.resolve("Dockerfile"),
        """
        FROM aci://%s
        COPY file /file
        RUN read line < /file && echo "$line, and read" > /made && [ -x /opt/java/bin/java ]
        RUN ["/opt/java/bin/java", "-Xshare:auto", "-version"]
        """
            .formatted(builder().file()));
    Path output = directory.resolve("made.aci");

    new Baci()
        .build(
            BuildRequest.builder(context, output, AciOptions.named("example.com/of-the-builder"))
                .storeDirectory(directory.resolve("store"))
                .engine(
                    new EngineOptions(
                        EngineOptions.Kind.NAMESPACES,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()))
                .build(),
            BuildListener.SILENT);

    assertThat(Actool.validate(output)).isEqualTo(new Command.Result(0, ""));
    assertThat(AciContents.of(output).file("/file").text()).isEqualTo("copied\n");
    assertThat(AciContents.of(output).file("/made").text()).isEqualTo("copied, and read\n");
  }

  @Test
  void takesAJavaRuntimeWholeThatLinksNoSmallerOne() throws Exception {
    Path runtime = directory.resolve("runtime");
    Command.of("cp", "-r", JDK.toString(), runtime.toString()).succeed();
    Command.of("rm", "-rf")
        .with(runtime.resolve("jmods").toString(), runtime.resolve("bin/jlink").toString())
        .succeed();
    List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    BuildListener listener =
        new BuildListener() {
          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    EngineOptions options =
        new EngineOptions(
            EngineOptions.Kind.RKT,
            Optional.of(StandInRkt.executable(directory.resolve("bin"))),
            Optional.of(StandInRkt.stage1(directory, Flavour.FLY).toString()),
            Optional.of(directory.resolve("rkt")),
            List.of());

    try (Store store = DirectoryStore.open(directory.resolve("whole"))) {
      LayerStore layers = new DirectoryLayerStore(store);
      new EngineChoice(store, layers, listener, Optional.of(runtime))
          .of(options, directory, List.of())
          .start(store, layers, new EngineEvents(listener))
          .close();
    }

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("'" + runtime + "' is taken whole", "no jlink");
  }
}
