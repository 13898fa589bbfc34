package io.github.baci.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.BaciException;
import io.github.baci.api.RunRequest;
import io.github.baci.layer.FileTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AppContainerTest {

  private static AppContainer inGroups(IntStream gids) {
    String manifest =
        """
        {"acKind": "ImageManifest", "acVersion": "0.8.11", "name": "example.com/app",
         "app": {"exec": ["/true"], "user": "0", "group": "0", "supplementaryGIDs": [%s]}}
        """
            .formatted(gids.mapToObj(String::valueOf).collect(Collectors.joining(",")));
    return new AppContainer(
        ImageManifest.parse(manifest.getBytes(StandardCharsets.UTF_8), "app.aci"),
        FileTree.of(List.of()),
        RunRequest.builder(Path.of("app.aci"), Path.of("store")).build());
  }

  @Test
  void aGroupThatIsNamedTwiceIsGivenOnce() {
    assertThat(inGroups(IntStream.of(5, 7, 5)).user().identity().groups())
        .containsExactly(0L, 5L, 7L);
  }

  @Test
  @Timeout(20)
  void moreGroupsThanAProcessCanHaveAreRefused() {
    AppContainer most = inGroups(IntStream.range(0, 65536));
    assertThat(most.user().identity().groups()).hasSize(65536);

    AppContainer more = inGroups(IntStream.range(0, 400_000));
    assertThatThrownBy(more::user)
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("400,000 groups, and no process can have more than 65,536");
  }
}
