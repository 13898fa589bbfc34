package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.Baci;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.Digest;
import io.github.baci.api.Option;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepHistoryTest {
  private static final StepId STEP = new StepId("app", 2, 3, "RUN make");

  @TempDir Path directory;
  private final List<String> said = new ArrayList<>();

  private static InstructionText instruction(String command, String variable) {
    return new InstructionText("RUN")
        .list("command", List.of("sh", command))
        .variables("env", Map.of("LANG", variable))
        .field("cwd", "/");
  }

  private static StepInputs run(String command, String variable, String files) {
    return StepKey.writer()
        .instruction(instruction(command, variable))
        .input("the files at /in", Digest.sha256Of(files.getBytes(StandardCharsets.UTF_8)))
        .inputs();
  }

  private void build(StepInputs inputs, boolean noCache) throws Exception {
    BuildListener listener =
        new BuildListener() {
          @Override
          public void debug(String message) {
            said.add(message);
          }
        };
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      StepHistory history = new StepHistory(store, "Dockerfile", listener);
      history.missed(STEP, inputs, noCache);
      history.keep();
    }
  }

  private String why(StepInputs inputs) throws Exception {
    said.clear();
    build(inputs, false);
    assertThat(said).hasSize(1);
    return said.get(0);
  }

  @Test
  void whatDiffersIsNamed() throws Exception {
    assertThat(why(run("make", "C", "a"))).startsWith("[app 2/3] ").contains("not built");
    assertThat(why(run("make all", "C", "a"))).endsWith(" changed: the command");
    assertThat(why(run("make all", "de", "a"))).endsWith(" changed: the variable LANG");
    assertThat(why(run("make all", "de", "b"))).endsWith(" changed: the files at /in");
    assertThat(why(run("make", "C", "b"))).endsWith(" changed: the command, the variable LANG");
    assertThat(why(run("make", "C", "b"))).contains("no longer in the store");
  }

  @Test
  void anInstructionIsNewWhereThePlaceHadAnotherOrNone() throws Exception {
    StepInputs before = run("make", "C", "a");
    assertThat(isNew(2, before)).isTrue();
    build(before, false);

    assertThat(isNew(2, instruction("make", "C").inputs())).isFalse();
    assertThat(isNew(2, instruction("make all", "C").inputs())).isTrue();
    assertThat(isNew(2, instruction("make", "de").inputs())).isTrue();
    assertThat(isNew(3, instruction("make", "C").inputs())).isTrue();
  }

  private boolean isNew(int number, StepInputs instruction) throws Exception {
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      return new StepHistory(store, "Dockerfile", BuildListener.SILENT)
          .isNew(STEP.stage(), number, instruction);
    }
  }

  @Test
  void textOfSeveralLinesIsOneValue() throws Exception {
    why(run("make\ncwd 1:/x\n", "C", "a"));

    assertThat(why(run("make\ncwd 1:/y\n", "C", "a"))).endsWith(" changed: the command");
  }

  @Test
  void aBuildThatWasToldToExecuteEverythingSaysSo() throws Exception {
    build(run("make", "C", "a"), true);

    assertThat(said).singleElement().asString().contains(Option.NO_CACHE.toString());
  }

  @Test
  void aBuildSaysWhichOfItsInputsChanged() throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch\nCOPY a /a\nCOPY b /b\n");
    Files.writeString(context.resolve("b"), "b");
    for (String content : List.of("one", "two")) {
      said.clear();
      Files.writeString(context.resolve("a"), content);
      new Baci()
          .build(
              BuildRequest.builder(
                      context, directory.resolve("out.aci"), AciOptions.named("example.com/a"))
                  .storeDirectory(directory.resolve("store"))
                  .build(),
              new BuildListener() {
                @Override
                public void debug(String message) {
                  said.add(message);
                }
              });
    }

    assertThat(said)
        .anyMatch(line -> line.startsWith("the store is "))
        .anyMatch(line -> line.matches(".* 2/3\\] .* changed: the files that it takes"))
        .anyMatch(line -> line.matches(".* 3/3\\] .* changed: what the steps before it made"));
  }

  @Test
  void manyVariablesAreOnePart() {
    Map<String, String> variables = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      variables.put("V" + i, "x");
    }

    assertThat(new InstructionText("RUN").variables("env", variables).inputs().parts())
        .containsOnlyKeys("the variables");
  }
}
