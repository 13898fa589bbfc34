package io.github.baci.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixturesIT {

  @Test
  void theBusyboxImageComesOutOfTheRegistryAsItWentIn(@TempDir Path directory) {
    TestImage image = BusyboxBase.image();
    try (LoopbackRegistry registry = LoopbackRegistry.start()) {
      image.pushTo(registry, "library/busybox:latest");

      Command.of("skopeo", "--insecure-policy", "copy", "--quiet", "--src-tls-verify=false")
          .with("docker://" + registry.host() + "/library/busybox:latest")
          .with("oci:" + directory.resolve("pulled") + ":latest")
          .succeed();
    }
    assertThat(directory.resolve("pulled/index.json"))
        .hasSameTextualContentAs(image.layout().resolve("index.json"));
  }

  @Test
  void theDebianImageHasAptThatCanVerifySignatures() {
    String names = Command.of("tar", "-tf", DebianBase.rootTar().toString()).succeed();

    assertThat(names.lines())
        .contains("./usr/bin/apt-get", "./usr/bin/gpgv", "./etc/ssl/certs/ca-certificates.crt");
    assertThat(DebianBase.image().layout().resolve("index.json")).exists();
  }

  @Test
  void theValidatorRefusesWhatIsNoImage(@TempDir Path directory) throws Exception {
    Path file = Files.writeString(directory.resolve("no.aci"), "not an image");

    assertThat(Actool.validate(file).exitCode()).isNotZero();
  }

  @Test
  void oneOrdinaryUserHasARangeOfIdsAndOneHasNot() throws Exception {
    try (TestUser with = TestUser.withSubordinateIds();
        TestUser without = TestUser.withoutSubordinateIds()) {
      String ranges = Files.readString(Path.of("/etc/subuid"));

      assertThat(ranges).contains(with.name() + ":").doesNotContain(without.name() + ":");
      assertThat(without.command(List.of("sh", "-c", "id -un && pwd")).succeed())
          .isEqualTo(without.name() + "\n" + without.home() + "\n");
    }
  }
}
