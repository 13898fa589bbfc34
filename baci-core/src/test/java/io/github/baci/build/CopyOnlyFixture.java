package io.github.baci.build;

import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.OpenLayerTars;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

/** A context, and builds of it that need no container: they run on any system, as any user. */
abstract class CopyOnlyFixture {
  @TempDir Path directory;

  final List<String> outcomes = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  CompletedBuild build() throws InterruptedException, IOException {
    return build(request());
  }

  CompletedBuild build(BuildRequestBuilder request) throws InterruptedException, IOException {
    Files.createDirectories(context());
    return new ImageBuild(request.build(), listener()).run();
  }

  BuildRequestBuilder request() {
    return BuildRequest.builder(context(), output(), AciOptions.named("example.com/test"))
        .storeDirectory(directory.resolve("store"));
  }

  BuildListener listener() {
    return new BuildListener() {
      @Override
      public synchronized void stepEnded(StepId step, Outcome outcome, Duration took) {
        outcomes.add(step.number() + " " + outcome);
      }

      @Override
      public synchronized void warning(String message) {
        warnings.add(message);
      }
    };
  }

  Path context() {
    return directory.resolve("context");
  }

  Path output() {
    return directory.resolve("out/image.aci");
  }

  void write(String path, String text) throws IOException {
    Path file = context().resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  static String content(CompletedBuild result, String path) throws IOException {
    FileTree tree = FileTree.of(result.image().layers());
    try (OpenLayerTars content = new OpenLayerTars()) {
      return new String(
          content.read(tree.lookup(path).orElseThrow(), 1 << 20), StandardCharsets.UTF_8);
    }
  }
}
