package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectImageNameTest {

  @Test
  void coordinatesMakeANameWithTheVersionAsLabel() {
    assertThat(ProjectImageName.of("com.example", "shop", "1.4-SNAPSHOT"))
        .isEqualTo("com.example/shop:1.4-SNAPSHOT");
  }

  @ParameterizedTest
  @CsvSource({
    "Com.Example, My App, com.example/my-app",
    "org..x, -a-, org.x/a",
    "a.-b, c_.d, a-b/c.d",
    "___, x, image/x"
  })
  void whatNoIdentifierMayHoldIsReplaced(String group, String artifact, String expected) {
    String name = ProjectImageName.of(group, artifact, "1");

    assertThat(name).isEqualTo(expected + ":1");
    assertThat(name.substring(0, name.length() - 2)).matches("^[a-z0-9]+([-._~/][a-z0-9]+)*$");
  }

  @ParameterizedTest
  @CsvSource({
    "example.com/db/postgres:9.3,postgres.aci",
    "app,app.aci",
    "'example.com/app,os=linux',app.aci"
  })
  void theFileIsNamedAfterTheLastPart(String name, String expected) {
    assertThat(ProjectImageName.fileName(name)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "example.com/postgres:9.3,9.3",
    "'example.com/postgres:9.3,os=linux',9.3",
    "'example.com/postgres,os=linux,version=9.3',9.3",
    "example.com/postgres,latest",
    "app:1.0+build.5,1.0_build.5",
    "app:-1,_1"
  })
  void theTagIsTheVersion(String name, String expected) {
    assertThat(ProjectImageName.tag(name)).isEqualTo(expected);
  }
}
