package io.github.baci.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.ImageSearch;
import io.github.baci.api.Option;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import io.github.baci.container.rkt.RktSettings;
import io.github.baci.container.rkt.RktStore;
import io.github.baci.image.Image;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import io.github.baci.testing.SampleAci;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images from a stand-in for rkt: a script that has what the test puts into a directory. */
class RktSourceTest {
  private static final Platform PLATFORM = Platform.current();
  private static final int HASH_LENGTH = "sha512-".length() + 64;

  /** Says what rkt 1.30 says. */
  private static final String RKT =
      """
      #!/bin/sh
      cd "${0%/*}"
      echo "$*" >> commands
      for last; do before=$final; final=$last; done
      case "$*" in
        *"fetch --full"*)
          name=$(echo "$final" | tr '/:,=' '____')
          echo 'group "rkt" not found, will use default gid when rendering images' >&2
          echo 'Downloading signature:  0 B/508 B' >&2
          [ ! -e "refused-$name" ] || { cat "refused-$name" >&2; exit 254; }
          [ -e "name-$name" ] || { echo 'fetch: discovery failed' >&2; exit 254; }
          cat "name-$name" ;;
        *"image export"*)
          set -- "$before"*.aci
          [ -e "$1" ] || { echo 'export: no image IDs found' >&2; exit 254; }
          cp "$1" "$final" ;;
        *) echo "Error: unknown command" >&2; exit 254 ;;
      esac
      """;

  @TempDir private Path directory;
  private Path program;
  private Store store;
  private LayerStore layers;

  @BeforeEach
  void openAStore() throws IOException {
    program = Files.writeString(directory.resolve("rkt"), RKT);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    store = DirectoryStore.open(directory.resolve("store"));
    layers = new DirectoryLayerStore(store);
  }

  @AfterEach
  void closeTheStore() {
    store.close();
  }

  private Image load(String reference) throws InterruptedException {
    return load(reference, RktStore.Policy.NEW);
  }

  private Image load(String reference, RktStore.Policy policy) throws InterruptedException {
    RktSettings settings =
        new RktSettings(Optional.of(program), Optional.empty(), Optional.empty(), List.of());
    return new ImageSources(List.of(new RktSource(store, layers, policy, settings)))
        .load(reference, PLATFORM);
  }

  private static SampleAci sample(String name) {
    return new SampleAci(name).file("etc/name", name);
  }

  private static String hash(SampleAci aci) {
    return aci.imageId().substring(0, HASH_LENGTH);
  }

  /** Puts an image into rkt's store. */
  private void keep(SampleAci aci) throws IOException {
    Files.write(directory.resolve(hash(aci) + ".aci"), aci.tar());
  }

  /** Puts an image where rkt finds it by a name. */
  private void keep(SampleAci aci, String name) throws IOException {
    keep(aci);
    Files.writeString(directory.resolve("name-" + plain(name)), hash(aci) + "\n");
  }

  private static String plain(String name) {
    return name.replaceAll("[/:,=]", "_");
  }

  private List<String> commands() throws IOException {
    return Files.readAllLines(directory.resolve("commands"));
  }

  @Test
  void whateverTakesAReferenceTakesImagesOfRkt() throws Exception {
    SampleAci image = sample("example.com/app");
    keep(image, "example.com/app");
    SourceOptions options =
        SourceOptions.DEFAULT.withEngine(
            new EngineOptions(EngineOptions.Kind.AUTO, Optional.of(program)));

    NamedImage found =
        new ImageLoader(
                store,
                layers,
                new ImageSearch(directory, Optional.empty(), options),
                BuildListener.SILENT)
            .load("rkt://example.com/app", Optional.empty());

    assertThat(found.aci().orElseThrow().manifest().name().toString()).isEqualTo("example.com/app");
    assertThat(FileTree.of(found.image().layers()).lookup("etc/name")).isPresent();
  }

  @Test
  void anImageIsFetchedAndExported() throws Exception {
    SampleAci aci = sample("example.com/app");
    aci.manifest()
        .putObject("app")
        .put("user", "0")
        .put("group", "0")
        .putArray("exec")
        .add("/bin/app");
    keep(aci, "example.com/app:1.0");

    Image image = load("rkt://example.com/app:1.0");

    assertThat(image.config().entrypoint()).contains(List.of("/bin/app"));
    assertThat(FileTree.of(image.layers()).resolve("/etc/name", true).node()).isPresent();
    assertThat(commands().get(0)).isEqualTo("fetch --full --pull-policy=new example.com/app:1.0");
  }

  @Test
  void whatWasReadOnceIsNotExportedAgain() throws Exception {
    keep(sample("example.com/app"), "example.com/app");
    load("rkt://example.com/app");
    load("rkt://example.com/app");
    assertThat(commands()).filteredOn(line -> line.contains("export")).hasSize(1);
    assertThat(commands()).filteredOn(line -> line.contains("fetch")).hasSize(2);
  }

  @Test
  void anImageIsTakenByTheBeginningOfItsHash() throws Exception {
    SampleAci aci = sample("example.com/app");
    keep(aci);
    load("rkt://" + hash(aci).substring(0, 20));
    assertThat(commands()).singleElement().asString().contains("image export");
  }

  @Test
  void dependenciesAreTakenFromRktToo() throws Exception {
    SampleAci byId = sample("example.com/by-id").file("opt/a", "a");
    SampleAci byName = sample("example.com/by-name").file("opt/b", "b");
    byName.label("version", "2");
    SampleAci aci = sample("example.com/app").dependsOn("example.com/by-id", byId.imageId(), 0);
    aci.dependsOn("example.com/by-name");
    keep(byId);
    keep(byName, "example.com/by-name");
    keep(aci, "example.com/app");

    FileTree tree = FileTree.of(load("rkt://example.com/app").layers());

    assertThat(tree.resolve("/opt/a", true).node()).isPresent();
    assertThat(tree.resolve("/opt/b", true).node()).isPresent();
  }

  @Test
  void offlineNothingIsAskedForAndWithUpdatesEverything() throws Exception {
    keep(sample("example.com/app"), "example.com/app");
    load("rkt://example.com/app", RktSource.policy(true, Duration.ofDays(1)));
    load("rkt://example.com/app", RktSource.policy(false, Duration.ZERO));
    assertThat(commands())
        .anyMatch(line -> line.contains("--pull-policy=never"))
        .anyMatch(line -> line.contains("--pull-policy=update"));
  }

  @Test
  void whatRktDoesNotTrustIsRefusedInItsOwnWords() throws Exception {
    Files.writeString(
        directory.resolve("refused-" + plain("example.com/app:1.0")),
        "fetch: openpgp: signature made by unknown entity\n");
    assertThatThrownBy(() -> load("rkt://example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("rkt://example.com/app:1.0: '" + program + "' does not give it: ")
        .hasMessageContaining("fetch: openpgp: signature made by unknown entity; ")
        .hasMessageEndingWith("run 'rkt trust --prefix=example.com/app'")
        .hasMessageNotContaining("Downloading");
  }

  @Test
  void whatRktDoesNotFindIsToldWithTheHostThatWasAsked() {
    assertThatThrownBy(() -> load("rkt://example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("fetch: discovery failed")
        .hasMessageContaining("no page on 'example.com'");
  }

  @Test
  void anUnknownHashIsTold() {
    assertThatThrownBy(() -> load("rkt://sha512-0123456789"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("export: no image IDs found")
        .hasMessageContaining("rkt image list");
  }

  @Test
  void aMissingRktIsTold() throws Exception {
    Files.delete(program);
    assertThatThrownBy(() -> load("rkt://example.com/app"))
        .isInstanceOf(BaciException.class)
        .hasMessageStartingWith("rkt://example.com/app: there is no rkt executable at")
        .hasMessageContaining(Option.RKT_PATH.toString());
  }

  @Test
  void aNameOfAnotherFormIsRefused() {
    assertThatThrownBy(() -> load("rkt://Example.com/App"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("rkt://Example.com/App: image name 'Example.com/App' must have");
  }
}
