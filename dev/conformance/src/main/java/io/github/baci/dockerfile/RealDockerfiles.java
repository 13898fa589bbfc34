package io.github.baci.dockerfile;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Dockerfiles of public projects, and what a parser finds in them. */
public final class RealDockerfiles implements VectorFile {
  @Override
  public String path() {
    return "real/index.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) throws IOException {
    Path file = directory.resolve(row.get("file").asText());
    Dockerfile dockerfile =
        DockerfileParser.parse(file.getFileName().toString(), Files.readString(file));
    List<Instruction> all = new ArrayList<>(dockerfile.globalArgs());
    int heredocs = 0;
    List<String> bases = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Stage stage : dockerfile.stages()) {
      all.add(stage.from());
      all.addAll(stage.instructions());
      bases.add(stage.from().image());
      names.add(stage.from().name().orElse("null"));
    }
    Map<String, Integer> byName = new TreeMap<>();
    for (Instruction instruction : all) {
      byName.merge(instruction.origin().keyword().toUpperCase(Locale.ROOT), 1, Integer::sum);
      if (instruction instanceof Instruction.Run run) {
        heredocs += run.heredocs().size();
      } else if (instruction instanceof Instruction.Copy copy) {
        heredocs += copy.transfer().inlineFiles().size();
      } else if (instruction instanceof Instruction.Add add) {
        heredocs += add.transfer().inlineFiles().size();
      }
    }
    Map<String, Integer> expectedByName = new TreeMap<>();
    row.get("byInstruction")
        .properties()
        .forEach(e -> expectedByName.put(e.getKey(), e.getValue().asInt()));
    return Verdict.equal(
        List.of(
            row.get("instructions").asInt(),
            row.get("stages").asInt(),
            row.get("globalArgs").asInt(),
            expectedByName,
            row.get("heredocs").asInt(),
            row.get("escape").asText(),
            ShellVectors.strings(row.get("stageNames")),
            ShellVectors.strings(row.get("bases"))),
        List.of(
            all.size(),
            dockerfile.stages().size(),
            dockerfile.globalArgs().stream().mapToInt(arg -> arg.declarations().size()).sum(),
            byName,
            heredocs,
            String.valueOf(dockerfile.directives().escape()),
            names,
            bases));
  }
}
