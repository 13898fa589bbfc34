package io.github.baci.container.rkt;

import io.github.baci.api.BaciException;
import io.github.baci.api.OutputListener;
import io.github.baci.container.RunResult;
import io.github.baci.container.RunningCommand;
import io.github.baci.container.syscall.ProcessCalls;
import io.github.baci.container.syscall.SystemCallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An app that rkt runs. Where rkt becomes the app, a signal to rkt is one to the app; where it
 * supervises the app, rkt would end the pod with it and lose what the app still writes and its exit
 * code, so that the app itself is told, and rkt only as long as there is no app yet.
 */
final class RktApp implements RunningCommand {
  private static final int BUFFER = 8192;
  private static final int MILLIS_TO_END = 200;
  private static final int TRIES_TO_END = 50;

  /** What rkt ends with if it has not run anything. */
  private static final int REFUSED = 254;

  private static final Pattern APP_STATUS = Pattern.compile("(?m)^app-\\S+=([0-9]+)$");

  private final RktProgram rkt;
  private final RktPods pods;
  private final PodApp app;
  private final Process process;
  private final Path uuidFile;
  private final boolean isSupervised;
  private final Consumer<String> debug;
  private volatile boolean isSignalled;
  private boolean isRemoved;

  /**
   * Takes what runs.
   *
   * @param isSupervised whether rkt supervises the app, and does not become it
   * @param debug hears what rkt says of its own doings
   */
  RktApp(
      RktProgram rkt,
      RktPods pods,
      PodApp app,
      Process process,
      Path uuidFile,
      boolean isSupervised,
      Consumer<String> debug) {
    this.rkt = rkt;
    this.pods = pods;
    this.app = app;
    this.process = process;
    this.uuidFile = uuidFile;
    this.isSupervised = isSupervised;
    this.debug = debug;
  }

  /** Hands on what the app reads from standard input. */
  void feed(InputStream input) {
    daemon(
        () -> {
          try (OutputStream to = process.getOutputStream()) {
            byte[] buffer = new byte[BUFFER];
            for (int count = input.read(buffer); count >= 0; count = input.read(buffer)) {
              to.write(buffer, 0, count);
              to.flush();
            }
          } catch (IOException e) {
            // The app reads no more.
          }
        });
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "baci-rkt-app");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  @Override
  public void signal(int number) {
    if (!process.isAlive()) {
      return;
    }
    OptionalLong supervised =
        isSupervised
            ? PodProcesses.app(process.toHandle(), AppOutput.appName(app.name()))
            : OptionalLong.empty();
    isSignalled = supervised.isEmpty();
    try {
      ProcessCalls.kill(Math.toIntExact(supervised.orElse(process.pid())), number);
    } catch (SystemCallException e) {
      // It has just ended.
    }
  }

  @Override
  public RunResult await(OutputListener output) throws InterruptedException {
    AppOutput stdout =
        new AppOutput(app.name(), isSupervised, bytes -> hear(output, bytes, true), debug);
    AppOutput stderr =
        new AppOutput(app.name(), isSupervised, bytes -> hear(output, bytes, false), debug);
    Thread first = daemon(() -> copy(process.getInputStream(), stdout));
    Thread second = daemon(() -> copy(process.getErrorStream(), stderr));
    try {
      int exitCode = process.waitFor();
      if (isSupervised && isSignalled) {
        awaitApp();
      }
      // What an app leaves running holds its outputs open, and its pod.
      PodProcesses.kill(uuid());
      first.join();
      second.join();
      if (exitCode == REFUSED) {
        checkStarted(stderr.lastLines());
      }
      return new RunResult(exitCode == 0 ? ownExitCode() : exitCode, Optional.empty(), false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      close();
    }
  }

  private synchronized void hear(OutputListener output, byte[] bytes, boolean isStdout) {
    if (isStdout) {
      output.stdout(bytes);
    } else {
      output.stderr(bytes);
    }
  }

  private static void copy(InputStream from, AppOutput to) {
    try (from) {
      byte[] buffer = new byte[BUFFER];
      for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
        to.write(buffer, count);
      }
    } catch (IOException e) {
      // The process is gone.
    } finally {
      to.end();
    }
  }

  /** Tells an app that ends with 254 from one that rkt has not started. */
  private void checkStarted(String said) throws IOException, InterruptedException {
    boolean hasStarted = status().contains("started=");
    if (!hasStarted || RktMessages.tellOfUnexecutedApp(said)) {
      throw new BaciException(
          "'%s' does not run %s: %s"
              .formatted(rkt.executable(), app.aci(), RktFailure.oneLine(said)));
    }
  }

  /**
   * Waits for an app that was told to end: rkt may end before it. Whoever told it closes this if it
   * takes too long.
   */
  private void awaitApp() throws IOException, InterruptedException {
    for (int i = 0; i < TRIES_TO_END; i++) {
      String status = status();
      if (status.isEmpty() || APP_STATUS.matcher(status).find()) {
        return;
      }
      Thread.sleep(MILLIS_TO_END);
    }
  }

  private int ownExitCode() throws IOException, InterruptedException {
    Matcher status = APP_STATUS.matcher(status());
    int code = status.find() ? Integer.parseInt(status.group(1)) : 0;
    if (code == SignalStatus.NOT_STARTED) {
      throw new BaciException(
          "rkt's pod ended before the systemd in it had started %s; run it again"
              .formatted(app.aci()));
    }
    return code;
  }

  private String status() throws IOException, InterruptedException {
    String uuid = uuid();
    return uuid.isEmpty() ? "" : rkt.runInOwnSession("status", uuid).output();
  }

  private String uuid() throws IOException {
    return Files.exists(uuidFile) ? Files.readString(uuidFile).strip() : "";
  }

  @Override
  public synchronized void close() {
    if (isRemoved) {
      return;
    }
    isRemoved = true;
    boolean isInterrupted = Thread.interrupted();
    try {
      String uuid = uuid();
      PodProcesses.kill(uuid);
      if (!process.waitFor(MILLIS_TO_END, TimeUnit.MILLISECONDS)) {
        // It supervises the app, or has not come to start it.
        if (!uuid.isEmpty()) {
          rkt.runInOwnSession("stop", "--force", uuid);
        }
        process.destroyForcibly().waitFor();
        PodProcesses.kill(uuid);
      }
      pods.remove(uuidFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      isInterrupted = true;
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
