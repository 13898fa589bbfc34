package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerSpec;
import io.github.baci.container.syscall.Exec;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.SystemCallException;
import io.github.baci.container.syscall.ThreadCalls;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The process that becomes a command where a thread cannot have a root directory of its own, since
 * {@code unshare} is refused altogether, as by Docker's default seccomp profile.
 *
 * <p>Descriptor 3 is a pipe: what is written to it is why the command is not executed. Nothing is,
 * and the pipe is closed, when it is.
 */
public final class ChrootMain {
  private static final int FAILURE_FD = 3;
  private static final int UMASK = 022;
  private static final int FAILED = 125;

  private ChrootMain() {}

  /**
   * Becomes the command.
   *
   * @param arguments the file of the {@link ChrootPlan}
   */
  public static void main(String[] arguments) throws IOException, ClassNotFoundException {
    ChrootPlan plan = ChrootPlan.read(Path.of(arguments[0]));
    OutputStream failure = new FileOutputStream("/proc/self/fd/" + FAILURE_FD);
    preload();
    FileCalls.inheritNone();
    try {
      ThreadCalls.umask(UMASK);
      ThreadCalls.chroot(plan.root());
      ThreadCalls.chdir(plan.workingDirectory());
      CommandThread.becomeUser(plan.user(), false, IdMapping.ROOT);
      Exec.replace(plan.program(), plan.arguments(), plan.environment());
    } catch (SystemCallException e) {
      failure.write((e.errno() + "\n" + e.call()).getBytes(StandardCharsets.UTF_8));
    } catch (BaciException e) {
      failure.write((0 + "\n" + e.getMessage()).getBytes(StandardCharsets.UTF_8));
    }
    Runtime.getRuntime().halt(FAILED);
  }

  /** Loads what is needed when the files of classes cannot be found any more. */
  private static void preload() throws ClassNotFoundException {
    for (Class<?> type :
        List.of(
            BaciException.class,
            Capabilities.class,
            CommandThread.class,
            ContainerSpec.Identity.class,
            Exec.class,
            IdMapping.class,
            SystemCallException.class)) {
      Class.forName(type.getName());
    }
    try {
      Exec.replace("/none/none", List.of("none"), List.of());
    } catch (SystemCallException e) {
      byte[] unused = e.call().getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * Returns what was written to the pipe as an exception.
   *
   * @param text number of the error and call, or zero and a message
   */
  static void rethrow(String text) throws SystemCallException {
    int line = text.indexOf('\n');
    int errno = Integer.parseInt(text.substring(0, line));
    String rest = text.substring(line + 1);
    if (errno == 0) {
      throw new BaciException(rest);
    }
    throw new SystemCallException(rest, errno);
  }
}
