package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.nio.file.InvalidPathException;
import java.util.Optional;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** Tells what the user can mend from faults of baci. */
abstract class GuardedMojo extends AbstractMojo {
  static {
    // Before any goal is made: from then on no thread changes Maven's class loader any more.
    CoreClasses.loadFor(GuardedMojo.class);
  }

  /** The goal with its configuration; Maven fills it in. */
  @Parameter(defaultValue = "${mojoExecution}", readonly = true)
  private @Nullable MojoExecution execution;

  /** Something that tells of what the user can mend by {@link BaciException}. */
  interface Work {
    void run() throws InterruptedException, MojoFailureException;
  }

  @Override
  public final Log getLog() {
    return PlainLog.of(super.getLog());
  }

  /**
   * Does something; what the user can mend ends the goal with its message and nothing else. Before
   * it, properties and parameters are told that no goal knows.
   */
  protected final void guarded(MavenSession session, Work work)
      throws MojoExecutionException, MojoFailureException {
    UnknownProperties.tell(session, getPluginContext(), getLog());
    UnknownParameters.tell(session, execution, getLog());
    try {
      Switches.check(session, execution);
      work.run();
    } catch (BaciException e) {
      getLog().debug(e);
      throw new MojoFailureException(PlainLog.text(OptionNames.in(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    } catch (InvalidPathException e) {
      getLog().debug(e);
      throw new MojoFailureException(
          ("the path '%s' cannot be named in the locale of this JVM (sun.jnu.encoding=%s): set"
                  + " LC_ALL=C.UTF-8")
              .formatted(PlainLog.text(e.getInput()), System.getProperty("sun.jnu.encoding")));
    } catch (RuntimeException e) {
      getLog().error("This is a fault of baci. Please report it with these lines:", e);
      throw new MojoExecutionException(PlainLog.text("a fault of baci: " + e), e);
    }
  }

  /** Returns the goal with its configuration, or null where Maven gave none. */
  protected final @Nullable MojoExecution execution() {
    return execution;
  }

  /** Returns the text of a parameter, unless it is missing or blank. */
  protected static Optional<String> given(@Nullable String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }
}
