package io.github.baci.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.SecretSource;
import io.github.baci.layer.FileTree;
import io.github.baci.testing.BusyboxBase;
import io.github.baci.testing.TestImage;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds each row of {@code behaviours.json} and looks at the result. */
public final class BehaviourVectors implements VectorFile {
  /** What the files of images are dated, so that those of two builds can be compared. */
  private static final Instant TIMESTAMP = Instant.ofEpochSecond(1_700_000_000);

  private final BuildRequest.EngineOptions.Kind engine;
  private final KeptImages images;
  private int compared;

  /**
   * Takes what to build with.
   *
   * @param images what the images are compared with
   */
  public BehaviourVectors(BuildRequest.EngineOptions.Kind engine, KeptImages images) {
    this.engine = engine;
    this.images = images;
  }

  @Override
  public String path() {
    return "behaviours.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) throws Exception {
    JsonNode expect = row.get("expect");
    List<String> warnings = new ArrayList<>();
    try (BehaviourFixture fixture = new BehaviourFixture(row)) {
      CompletedBuild result;
      try {
        result = build(row, fixture, warnings);
      } catch (BaciException e) {
        return failed(expect, e);
      }
      if (expect.has("error")) {
        return new Verdict.Fails(expect.get("error").toString(), "success");
      }
      FileTree tree = FileTree.of(result.image().layers());
      List<String> differences =
          new ArrayList<>(ExpectedFiles.differences(expect.path("files"), tree));
      differences.addAll(ExpectedConfig.differences(expect, result.image().config()));
      for (String rule : ExpectedFiles.strings(expect.path("warnings"))) {
        if (warnings.stream().noneMatch(warning -> warning.contains(rule))) {
          differences.add("no warning " + rule + " in " + warnings);
        }
      }
      if (expect.has("layers") && expect.get("layers").asInt() != result.image().layers().size()) {
        differences.add("there are " + result.image().layers().size() + " layers");
      }
      images
          .difference(row.get("name").asText(), fixture.output())
          .ifPresentOrElse(differences::add, () -> compared++);
      return differences.isEmpty()
          ? new Verdict.Holds()
          : new Verdict.Fails(expect.toString(), differences.toString());
    }
  }

  @Override
  public String remark() {
    return images.remark(compared);
  }

  private static Verdict failed(JsonNode expect, BaciException e) {
    if (!expect.has("error")) {
      return new Verdict.Fails("success", e.getMessage());
    }
    for (String part : ExpectedFiles.strings(expect.get("error"))) {
      if (!e.getMessage().contains(part)) {
        return new Verdict.Fails(part, e.getMessage());
      }
    }
    for (String line : ExpectedFiles.strings(expect.path("errorLines"))) {
      if (!e.getMessage().matches("(?s).*\\b" + line + " \\| >>> .*")) {
        return new Verdict.Fails("line " + line + " marked", e.getMessage());
      }
    }
    return new Verdict.Holds();
  }

  private CompletedBuild build(JsonNode row, BehaviourFixture fixture, List<String> warnings)
      throws IOException, InterruptedException {
    Map<String, String> contexts = new LinkedHashMap<>();
    if (row.toString().contains("busy")) { // in some rows the name has variables in it
      TestImage busybox = BusyboxBase.image();
      contexts.put("busybox", "oci-layout://" + busybox.layout() + ":" + busybox.tag());
    }
    BuildRequestBuilder request =
        BuildRequest.builder(
                fixture.context(), fixture.output(), AciOptions.named("example.com/row"))
            .storeDirectory(fixture.store())
            .namedContexts(contexts)
            .buildArgs(strings(row.path("args")))
            .labels(strings(row.path("labels")))
            .secrets(secrets(row, fixture))
            .engine(new BuildRequest.EngineOptions(engine, Optional.empty()));
    if (!(images instanceof KeptImages.None)) {
      request.timestamp(TIMESTAMP);
    }
    if (row.hasNonNull("target")) {
      request.target(row.get("target").asText());
    }
    if (row.has("filename") || row.path("dockerfileOutsideContext").asBoolean()) {
      request.dockerfile(fixture.dockerfile());
    }
    return new ImageBuild(
            request.build(),
            new BuildListener() {
              @Override
              public void warning(String message) {
                synchronized (warnings) {
                  warnings.add(message);
                }
              }
            })
        .run();
  }

  private static Map<String, SecretSource> secrets(JsonNode row, BehaviourFixture fixture)
      throws IOException {
    Map<String, SecretSource> secrets = new LinkedHashMap<>();
    for (Map.Entry<String, String> secret : strings(row.path("secrets")).entrySet()) {
      secrets.put(
          secret.getKey(),
          new SecretSource.FromFile(fixture.secret(secret.getKey(), secret.getValue())));
    }
    return secrets;
  }

  private static Map<String, String> strings(JsonNode object) {
    Map<String, String> strings = new LinkedHashMap<>();
    object.properties().forEach(e -> strings.put(e.getKey(), e.getValue().asText()));
    return strings;
  }
}
