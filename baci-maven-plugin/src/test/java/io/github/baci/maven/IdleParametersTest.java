package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.api.AciMode;
import io.github.baci.api.ImageForm;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleParametersTest {
  @Test
  void thoseThatAreSetAndNeverLookedAtAreTold() {
    List<ImageForm> aci = List.of(ImageForm.ACI);

    assertThat(
            new IdleParameters()
                .add(true, "baci.layerCompression", aci, ImageForm.OCI)
                .add(true, "baci.mode", List.of(ImageForm.OCI), ImageForm.ACI)
                .add(true, "baci.baseAcis", AciMode.FLAT)
                .add(true, "baci.cacheKey", false, "baci.cacheTo")
                .warnings())
        .containsExactly(
            "baci.layerCompression has no effect without the format 'oci' (baci.formats)",
            "baci.mode has no effect without the format 'aci' (baci.formats)",
            "baci.baseAcis has no effect without baci.mode=diff",
            "baci.cacheKey has no effect without baci.cacheTo");
    assertThat(
            new IdleParameters()
                .add(true, "baci.compression", aci, ImageForm.ACI)
                .add(false, "baci.layerCompression", aci, ImageForm.OCI)
                .add(true, "baci.baseAcis", AciMode.DIFF)
                .warnings())
        .isEmpty();
  }
}
