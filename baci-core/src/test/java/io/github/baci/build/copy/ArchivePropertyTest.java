package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BaciException;
import io.github.baci.context.BuildContext;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.Destination;
import io.github.baci.plan.Placement;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Archives whose names and links try to lead out of the destination. */
class ArchivePropertyTest {
  private static final Attributes ATTRIBUTES = Attributes.of(0755, 0, 0, new Mtime(0, 0));

  private final Path directory;
  private final Store store;
  private final DirectoryLayerStore layers;
  private final FileTree base;

  /** One entry of an archive. */
  record Hostile(byte type, String name, String link) {}

  ArchivePropertyTest() throws IOException {
    directory = Files.createTempDirectory("baci-archives");
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
    try (LayerWriter writer = layers.newLayer()) {
      writer.add(new LayerEntry.Directory("jail", ATTRIBUTES));
      writer.add(new LayerEntry.Symlink("jail/out", ATTRIBUTES, "/etc"));
      writer.add(new LayerEntry.Symlink("jail/up", ATTRIBUTES, "../.."));
      base = FileTree.of(List.of(writer.commit()));
    }
  }

  @AfterProperty
  void close() throws IOException {
    store.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("..", "out", "up", "a", "b", "", "etc", ".")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(list -> String.join("/", list))
        .filter(name -> !name.isEmpty());
  }

  @Provide
  Arbitrary<Hostile> hostile() {
    return Combinators.combine(
            Arbitraries.of(
                TarConstants.LF_NORMAL,
                TarConstants.LF_DIR,
                TarConstants.LF_SYMLINK,
                TarConstants.LF_LINK),
            names(),
            names())
        .as(Hostile::new);
  }

  @Property(tries = 150)
  void nothingLeavesTheDestination(
      @ForAll @Size(min = 1, max = 8) List<@From("hostile") Hostile> entries) throws IOException {
    Path context = Files.createTempDirectory(directory, "context");
    write(context.resolve("a.tar"), entries);
    try (BuildContext files = BuildContext.open(context, IgnoreRules.NONE)) {
      SourceRoot root = SourceRoot.of(files);
      CopySource archive =
          new CopySource.Files(root, "a.tar", new SourceFinder(root).find("a.tar", false), true);
      Placement placement =
          new Placement(
              new Destination("/jail", false),
              Optional.empty(),
              Optional.empty(),
              List.of(),
              false);
      Layer layer;
      try {
        layer =
            new CopyOperation(
                    List.of(archive), List.of(), placement, false, Optional.empty(), List.of())
                .execute(base, layers, store)
                .layer();
      } catch (BaciException damaged) {
        assertThat(damaged.getMessage()).contains("a.tar");
        return;
      }
      ArchiveFuzz.requireInside(layer);
      FileTree after = base.with(layer);
      assertThat(after.root().children()).singleElement().matches(n -> n.name().equals("jail"));
    }
  }

  private static void write(Path file, List<Hostile> entries) {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
      for (Hostile hostile : entries) {
        TarArchiveEntry entry = new TarArchiveEntry(hostile.name(), hostile.type(), true);
        entry.setLinkName(hostile.link());
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
