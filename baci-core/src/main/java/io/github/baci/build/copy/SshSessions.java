package io.github.baci.build.copy;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;

/** Lets JGit connect by the user's {@code ssh}, and listens to what that says when it fails. */
final class SshSessions extends SshSessionFactory {
  private final SshProgram ssh;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  SshSessions(SshProgram ssh) {
    this.ssh = ssh;
  }

  /** Returns all that ssh, and git on the other side, wrote to standard error. */
  String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String getType() {
    return "program";
  }

  @Override
  public RemoteSession getSession(
      URIish uri, CredentialsProvider credentials, FS files, int timeout) {
    return new RemoteSession() {
      @Override
      public Process exec(String command, int limit) throws IOException {
        return new Connection(
            ssh.run(uri.getHost(), Optional.ofNullable(uri.getUser()), uri.getPort(), command));
      }

      @Override
      public void disconnect() {
        // Each command is a connection of its own, and JGit ends it.
      }
    };
  }

  /**
   * JGit asks for the exit value when the output ends, which may be a moment too early, and before
   * it has read what was said of the failure.
   */
  private final class Connection extends Process {
    private static final long PATIENCE_SECONDS = 10;

    private final Process process;
    private final CountDownLatch allSaid = new CountDownLatch(1);

    Connection(Process process) {
      this.process = process;
    }

    @Override
    public int exitValue() {
      try {
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        allSaid.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return process.exitValue();
    }

    @Override
    public OutputStream getOutputStream() {
      return process.getOutputStream();
    }

    @Override
    public InputStream getInputStream() {
      return process.getInputStream();
    }

    @Override
    public InputStream getErrorStream() {
      return new FilterInputStream(process.getErrorStream()) {
        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
          int read = super.read(buffer, offset, length);
          if (read > 0) {
            said.write(buffer, offset, read);
          } else if (read < 0) {
            allSaid.countDown();
          }
          return read;
        }
      };
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }
}
