package io.github.baci.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Platform;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.testing.Command;
import io.github.baci.testing.SampleLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What docs/ci.md lets the caches of CI systems keep of a store is enough. */
@Timeout(120)
class StoreBetweenJobsTest {
  private static final Pattern PART = Pattern.compile("[~.]\\S*/\\.cache/baci/(\\w+)");

  @TempDir private Path directory;

  private static Set<String> recipe(String heading) throws Exception {
    String page = Files.readString(Path.of("../docs/ci.md"));
    String section = page.substring(page.indexOf("\n## " + heading + "\n") + 1);
    Matcher part = PART.matcher(section.substring(0, section.indexOf("\n## ")));
    Set<String> parts = new TreeSet<>();
    while (part.find()) {
      parts.add(part.group(1));
    }
    return parts;
  }

  @Test
  void aStoreOfTheseDirectoriesKnowsTheBaseImageAndAllSteps() throws Exception {
    Set<String> kept = recipe("GitHub Actions");
    assertThat(kept).contains("steps").isEqualTo(recipe("GitLab"));
    try (SharedAgents agents = new SharedAgents(directory)) {
      Path layout =
          new SampleLayout().layer(Map.of("of-base", "1")).write(directory.resolve("base"));
      List<String> layers = agents.registry.keep(layout, "library/base");
      agents.write(
          "Dockerfile", "FROM " + agents.registry.host() + "/library/base\nCOPY a /a\nCOPY c /c\n");
      UnaryOperator<BuildRequestBuilder> settings =
          request -> request.platform(Platform.parse("linux/amd64"));
      BuildResult first = agents.build("one", StepCacheOptions.NONE, settings);
      agents.registry.requests.clear();
      for (String part : kept) {
        Path from = directory.resolve("store-one").resolve(part);
        assertThat(from).exists();
        Files.createDirectories(directory.resolve("store-two"));
        Command.of("cp", "-a", from.toString(), directory.resolve("store-two").toString())
            .succeed();
      }

      BuildResult second = agents.build("two", StepCacheOptions.NONE, settings);

      assertThat(agents.outcomes)
          .containsExactly("stage-0 1 DONE", "stage-0 2 CACHED", "stage-0 3 CACHED");
      assertThat(agents.registry.asked("/blobs/" + layers.get(0))).isEmpty();
      assertThat(agents.warnings).isEmpty();
      assertThat(second.imageId()).isEqualTo(first.imageId());
    }
  }
}
