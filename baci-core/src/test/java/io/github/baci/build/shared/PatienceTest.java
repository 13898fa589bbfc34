package io.github.baci.build.shared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PatienceTest {
  private final AtomicLong clock = new AtomicLong();
  private final Patience patience = new Patience(Duration.ofSeconds(1), clock::get);

  private void pass(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  private Duration silence() {
    return Duration.ofNanos(patience.silence());
  }

  @Test
  void bytesAreWorthTheTimeThatASlowRegistryTakesForThem() {
    pass(Duration.ofSeconds(10));
    patience.came(5 * (32 << 10), 0);
    assertThat(silence()).isEqualTo(Duration.ofSeconds(5));

    patience.came(1 << 20, 0);
    assertThat(silence()).as("nothing is saved for later").isZero();
    pass(Duration.ofMillis(700));
    assertThat(silence()).isEqualTo(Duration.ofMillis(700));
  }

  @Test
  void whatTricklesIsWorthNextToNothing() {
    for (int second = 0; second < 3; second++) {
      pass(Duration.ofSeconds(1));
      patience.came(1, 0);
    }
    assertThat(silence()).isBetween(Duration.ofMillis(2999), Duration.ofSeconds(3));
  }

  @Test
  void theTimeInWhichBytesAreUsedIsNotLost() {
    pass(Duration.ofSeconds(3));
    patience.came(1, Duration.ofSeconds(3).toNanos());
    assertThat(silence()).isZero();
  }

  @Test
  void anAnswerToOneOfManyQuestionsIsWorthATwentiethOfAll() {
    pass(Duration.ofMillis(900));
    for (int i = 0; i < 10; i++) {
      patience.answered();
    }
    assertThat(silence()).isEqualTo(Duration.ofMillis(400));
  }

  @Test
  void nobodyWaitsWhenAllTimeIsLost() {
    pass(Duration.ofSeconds(2));

    assertThatThrownBy(() -> patience.await(new CompletableFuture<Void>()))
        .isInstanceOf(TimeoutException.class);
    assertThat(patience.isOver()).isTrue();
  }
}
