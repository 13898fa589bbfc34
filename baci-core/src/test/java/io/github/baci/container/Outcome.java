package io.github.baci.container;

import io.github.baci.api.OutputListener;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What a run in a test gave. */
record Outcome(
    int exitCode,
    String stdout,
    String stderr,
    List<LayerEntry> changes,
    Optional<Layer> snapshot) {

  static Outcome of(RunningCommand command) throws InterruptedException {
    ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    RunResult result =
        command.await(
            new OutputListener() {
              @Override
              public void stdout(byte[] bytes) {
                stdout.writeBytes(bytes);
              }

              @Override
              public void stderr(byte[] bytes) {
                stderr.writeBytes(bytes);
              }
            });
    return new Outcome(
        result.exitCode(),
        stdout.toString(StandardCharsets.UTF_8),
        stderr.toString(StandardCharsets.UTF_8),
        result.layer().map(Layer::entries).orElse(List.of()),
        result.layer());
  }

  Layer layer() {
    return snapshot.orElseThrow(() -> new AssertionError("there is no snapshot"));
  }

  List<String> paths() {
    return changes.stream().map(LayerEntry::path).toList();
  }

  LayerEntry change(String path) {
    return changes.stream()
        .filter(entry -> entry.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(path + " is not among " + paths()));
  }
}
