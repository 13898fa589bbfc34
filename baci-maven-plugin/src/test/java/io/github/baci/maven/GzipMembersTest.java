package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.AciCompression;
import io.github.baci.api.BaciException;
import org.junit.jupiter.api.Test;

class GzipMembersTest {
  @Test
  void oneMemberIsForGzipAlone() {
    assertThat(GzipMembers.compression("gzip", "many")).isEqualTo(AciCompression.GZIP);
    assertThat(GzipMembers.compression("gzip", "one")).isEqualTo(AciCompression.GZIP_OF_ONE_MEMBER);
    assertThat(GzipMembers.compression("xz", "many")).isEqualTo(AciCompression.XZ);
    assertThatThrownBy(() -> GzipMembers.compression("xz", "one"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("baci.gzipMembers=one is for baci.compression=gzip");
    assertThatThrownBy(() -> GzipMembers.compression("gzip", "two"))
        .hasMessageContaining("must be one of many, one");
  }
}
