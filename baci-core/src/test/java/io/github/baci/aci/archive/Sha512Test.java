package io.github.baci.aci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.Digest;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Sha512Test {

  @ParameterizedTest
  @ValueSource(ints = {0, 128, 512, 1024, 128 * 1001})
  void theDigestIsThatOfTheJdk(int length) {
    byte[] bytes = random(length);
    Sha512 hash = new Sha512();
    hash.update(bytes, length);

    assertThat(hash.digest()).isEqualTo(ofTheJdk(bytes));
  }

  @Test
  void hashingGoesOnFromAStateThatWasKept() {
    byte[] bytes = random(1024);
    Sha512 first = new Sha512();
    first.update(bytes, 512);
    Sha512 second = new Sha512();

    assertThat(second.restore(first.save())).isTrue();
    second.update(Arrays.copyOfRange(bytes, 512, 1024), 512);
    assertThat(second.digest()).isEqualTo(ofTheJdk(bytes));
  }

  @Test
  void whatIsNoStateIsNotTaken() {
    Sha512 hash = new Sha512();

    assertThat(hash.restore(new byte[3])).isFalse();
    assertThat(hash.digest()).isEqualTo(ofTheJdk(new byte[0]));
  }

  @Test
  void onlyWholeBlocksAreTaken() {
    assertThatThrownBy(() -> new Sha512().update(new byte[100], 100))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Digest ofTheJdk(byte[] bytes) {
    return Digest.sha512(Digest.Algorithm.SHA512.newMessageDigest().digest(bytes));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
