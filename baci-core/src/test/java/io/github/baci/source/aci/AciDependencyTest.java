package io.github.baci.source.aci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.testing.SampleAci;
import org.junit.jupiter.api.Test;

class AciDependencyTest extends AciDiscoveryFixture {
  @Test
  void dependenciesAreDiscovered() throws Exception {
    SampleAci base = app("example.com/base").file("below", "");
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.compressed("xz"))
        .serve(APP, app("example.com/app").dependsOn("example.com/base").gzip());

    assertThat(files(find("example.com/app:1.0"))).containsExactly("app", "below");
  }

  @Test
  void aDependencyWithAnotherImageIdIsRefused() {
    SampleAci base = app("example.com/base");
    String wrong = app("example.com/base").file("more", "").imageId();
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.gzip())
        .serve(APP, app("example.com/app").dependsOn("example.com/base", wrong, 0).gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("example.com/base (" + wrong + ")")
        .hasMessageContaining("its image ID is " + base.imageId());
  }

  @Test
  void aDependencyOfAnotherSizeIsRefused() {
    SampleAci base = app("example.com/base");
    int size = base.gzip().length + 1;
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.gzip())
        .serve(
            APP, app("example.com/app").dependsOn("example.com/base", base.imageId(), size).gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("it must have %,d bytes".formatted(size));
  }

  @Test
  void aDependencyWithoutAnEndIsNotReadToIt() {
    SampleAci base = app("example.com/base").file("large", "x".repeat(300_000));
    server
        .serve("example.com/base-latest-linux-amd64.aci", base.tar())
        .serve(
            APP, app("example.com/app").dependsOn("example.com/base", base.imageId(), 1000).gzip());

    assertThatThrownBy(() -> find("example.com/app:1.0"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("is larger than the 1,000 bytes that it must have");
  }

  @Test
  void dependenciesInACircleAreRefused() {
    server
        .serve(
            "example.com/base-latest-linux-amd64.aci",
            app("example.com/base").dependsOn("example.com/app").gzip())
        .serve(
            "example.com/app-latest-linux-amd64.aci",
            app("example.com/app").dependsOn("example.com/base").gzip());

    assertThatThrownBy(() -> find("example.com/app"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("go round in a circle")
        .hasMessageContaining("example.com/app:1.0,arch=amd64,os=linux → example.com/base:1.0");
  }
}
