package io.github.baci.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A step that takes files from another stage starts when that stage is done, and not before. */
class StepStartTest extends CopyOnlyFixture {
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final CountDownLatch targetStarted = new CountDownLatch(1);
  private HttpServer server;
  private int status = 200;

  /** A server that gives the steps of the target a third of a second to start too early. */
  @BeforeEach
  void serve() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try {
            targetStarted.await(300, TimeUnit.MILLISECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body = "content".getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Override
  BuildListener listener() {
    return new BuildListener() {
      @Override
      public void stepStarted(StepId step) {
        events.add("started " + step.stage() + " " + step.number());
        if (step.stage().equals("target")) {
          targetStarted.countDown();
        }
      }

      @Override
      public void stepEnded(StepId step, Outcome outcome, Duration took) {
        events.add(outcome + " " + step.stage() + " " + step.number());
      }
    };
  }

  private String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/file";
  }

  @Test
  void aCopyFromAStageWaitsForIt() throws Exception {
    write(
        "Dockerfile",
        """
        FROM scratch AS slow
        ADD %s /file
        FROM scratch AS target
        COPY --from=slow /file /copy
        """
            .formatted(url()));

    assertThat(content(build(), "copy")).isEqualTo("content");

    assertThat(events).containsSubsequence("DONE slow 2", "started target 2", "DONE target 2");
  }

  @Test
  void aStageThatBeginsWithAnotherWaitsForIt() throws Exception {
    write(
        "Dockerfile",
        """
        FROM scratch AS slow
        ADD %s /file
        FROM slow AS target
        COPY Dockerfile /
        """
            .formatted(url()));

    build();

    assertThat(events).containsSubsequence("DONE slow 2", "started target 1", "DONE target 2");
  }

  @Test
  void aStepIsNotToldThatHadToWaitForOneThatFails() throws Exception {
    status = 404;
    write(
        "Dockerfile",
        """
        FROM scratch AS slow
        ADD %s /file
        FROM scratch AS target
        COPY --from=slow /file /copy
        """
            .formatted(url()));

    assertThatThrownBy(this::build).isInstanceOf(BaciException.class).hasMessageContaining("404");

    assertThat(events).contains("FAILED slow 2").noneMatch(event -> event.endsWith("target 2"));
  }
}
