package io.github.baci.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DaemonThreadsTest {

  @Test
  void theyHaveTheNameAndDoNotKeepTheJvm() {
    Thread thread = new DaemonThreads("baci-test").newThread(() -> {});

    assertThat(thread.getName()).isEqualTo("baci-test");
    assertThat(thread.isDaemon()).isTrue();
  }

  @Test
  @Timeout(60)
  void anInterruptDoesNotEndTheWaitingAndIsNotLost() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    ExecutorService pool = Executors.newSingleThreadExecutor(new DaemonThreads("baci-test"));
    pool.execute(
        () -> {
          begun.countDown();
          try {
            released.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    begun.await();
    pool.shutdown();
    Thread.currentThread().interrupt();
    Thread releasing = new DaemonThreads("baci-test").newThread(released::countDown);
    releasing.start();

    DaemonThreads.awaitEnd(pool);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(pool.isTerminated()).isTrue();
  }
}
