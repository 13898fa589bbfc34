package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.TestImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Owners and modes in a directory that hands its group on, on the store that made its layers and on
 * one that has pulled them: what a command sees, and what the image gets, is what the layers say.
 */
class OwnersOnFreshStoreIT {
  private static final String LIST = "stat -c '%A %u:%g %n' /sg /sg/f /sg/d /sg/d/g /sg/copied > ";

  @TempDir private Path directory;

  @Test
  void ownersInASetgidDirectoryAreThoseOfTheLayersOnBothStores() throws Exception {
    Path context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(context.resolve("file"), "x");
    String made =
        """
        FROM base
        RUN mkdir /sg && chgrp 33 /sg && chmod 2775 /sg && echo f > /sg/f && chgrp 0 /sg/f \\
            && mkdir /sg/d && chgrp 0 /sg/d && chmod g-s /sg/d && echo g > /sg/d/g
        """;
    String rest =
        """
        COPY file /sg/copied
        RUN %s/seen; chmod 600 /sg/f /sg/copied; cp -a /sg/d /d2
        """
            .formatted(LIST);
    Path pulled = directory.resolve("made.oci.tar");
    build("maker", made, OutputFormats.ACI.withOci(pulled, OciOptions.DEFAULT));

    FileTree here = build("maker", made + rest, OutputFormats.ACI);
    FileTree fresh =
        build("puller", "FROM oci-archive://" + pulled + "\n" + rest, OutputFormats.ACI);

    assertThat(text(here, "seen").lines())
        .containsExactly(
            "drwxrwsr-x 0:33 /sg",
            "-rw-r--r-- 0:0 /sg/f",
            "drwxr-xr-x 0:0 /sg/d",
            "-rw-r--r-- 0:0 /sg/d/g",
            "-rw-r--r-- 0:0 /sg/copied");
    assertThat(text(fresh, "seen")).isEqualTo(text(here, "seen"));
    for (FileTree tree : List.of(here, fresh)) {
      assertThat(attributes(tree, "sg")).isEqualTo("2775 0:33");
      assertThat(attributes(tree, "sg/f")).isEqualTo("600 0:0");
      assertThat(attributes(tree, "sg/copied")).isEqualTo("600 0:0");
      assertThat(attributes(tree, "d2")).isEqualTo("755 0:0");
      assertThat(attributes(tree, "d2/g")).isEqualTo("644 0:0");
    }
  }

  private static String attributes(FileTree tree, String path) {
    Attributes found = tree.lookup(path).orElseThrow().entry().attributes();
    return "%o %d:%d".formatted(found.mode(), found.uid(), found.gid());
  }

  private FileTree build(String store, String dockerfile, OutputFormats formats) throws Exception {
    Path context = directory.resolve("context");
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    Files.writeString(context.resolve(".dockerignore"), "Dockerfile");
    TestImage base = BusyboxBase.image();
    BuildRequest request =
        BuildRequest.builder(
                context, directory.resolve(store + ".aci"), AciOptions.named("example.com/owners"))
            .storeDirectory(directory.resolve(store))
            .formats(formats)
            .engine(
                new BuildRequest.EngineOptions(
                    BuildRequest.EngineOptions.Kind.NAMESPACES, Optional.empty()))
            .namedContexts(Map.of("base", "oci-layout://" + base.layout() + ":" + base.tag()))
            .build();
    return FileTree.of(new ImageBuild(request, BuildListener.SILENT).run().image().layers());
  }

  private static String text(FileTree tree, String path) throws Exception {
    try (OpenLayerTars content = new OpenLayerTars()) {
      return new String(
          content.read(tree.lookup(path).orElseThrow(), 1 << 20), StandardCharsets.UTF_8);
    }
  }
}
