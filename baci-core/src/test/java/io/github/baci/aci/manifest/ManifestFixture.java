package io.github.baci.aci.manifest;

import io.github.baci.aci.archive.TestLayers;
import io.github.baci.api.AciOptions;
import io.github.baci.image.ImageConfig;
import io.github.baci.image.ImageConfigBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An image with a shell and programs, of which manifests are made. */
abstract class ManifestFixture {
  @TempDir Path directory;
  TestLayers layers;
  final List<String> warnings = new ArrayList<>();

  @BeforeEach
  void makeAnImageWithAShellAndPrograms() {
    layers =
        new TestLayers(directory.resolve("store"))
            .layer(
                entries ->
                    entries
                        .program("usr/bin/java")
                        .program("usr/bin/sh")
                        .file("usr/local/bin/java", "not executable")
                        .symlink("bin", "usr/bin")
                        .symlink("usr/bin/jvm", "/usr/bin/java"));
  }

  @AfterEach
  void closeTheStore() {
    layers.close();
  }

  ImageManifest manifest(ImageConfigBuilder config) {
    return manifest(config, AciOptions.named("example.com/app"));
  }

  ImageManifest manifest(ImageConfigBuilder config, AciOptions options) {
    return ManifestFactory.manifest(
        layers.image(config.build()), layers.tree(), options, warnings::add);
  }

  static ImageConfigBuilder config() {
    return ImageConfig.EMPTY.toBuilder();
  }

  static Optional<List<String>> list(String... items) {
    return Optional.of(List.of(items));
  }
}
