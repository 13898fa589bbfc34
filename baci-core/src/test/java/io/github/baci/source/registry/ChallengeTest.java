package io.github.baci.source.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChallengeTest {

  @Test
  void readsQuotedAndPlainParameters() {
    assertThat(
            Challenge.choose(
                List.of(
                    "BEARER Realm=\"https://auth.example.com/token?a=b,c\" , service=here,scope=\"a:b:pull,push\"")))
        .contains(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.example.com/token?a=b,c",
                    "service", "here",
                    "scope", "a:b:pull,push")));
  }

  @Test
  void aTokenIsPreferredToAPasswordWhereBothAreOffered() {
    assertThat(
            Challenge.choose(List.of("Negotiate", "Basic realm=\"x\", Bearer realm=\"https://t\"")))
        .get()
        .extracting(Challenge::scheme)
        .isEqualTo("bearer");
    assertThat(Challenge.choose(List.of("Negotiate", "Basic realm=\"x\"")))
        .get()
        .extracting(Challenge::scheme)
        .isEqualTo("basic");
    assertThat(Challenge.choose(List.of("Negotiate"))).isEmpty();
  }
}
