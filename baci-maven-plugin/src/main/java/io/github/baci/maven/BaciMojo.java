package io.github.baci.maven;

import io.github.baci.BaciException;
import java.io.File;
import java.util.Optional;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that use the store and an engine have in common. */
abstract class BaciMojo extends AbstractMojo {

  /**
   * What runs commands in containers: <code>namespaces</code> (embedded; needs Linux), <code>rkt
   * </code>, or <code>auto</code> for rkt where it can be had and else namespaces.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.engine", defaultValue = "auto")
  protected String engine;

  /**
   * The rkt executable. By default it is looked for on the PATH.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.rktPath")
  protected File rktPath;

  /**
   * Where layers and results of steps are kept between builds. By default <code>baci</code> in the
   * user's cache directory (XDG_CACHE_HOME, or else <code>~/.cache</code>).
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.storeDirectory")
  protected File storeDirectory;

  /** Something that tells of what the user can mend by {@link BaciException}. */
  interface Work {
    void run() throws InterruptedException, MojoFailureException;
  }

  /** Does something; what the user can mend ends the goal with its message and nothing else. */
  protected final void guarded(Work work) throws MojoExecutionException, MojoFailureException {
    try {
      work.run();
    } catch (BaciException e) {
      getLog().debug(e);
      throw new MojoFailureException(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    } catch (RuntimeException e) {
      getLog().error("This is a fault of baci. Please report it with these lines:", e);
      throw new MojoExecutionException("a fault of baci: " + e, e);
    }
  }

  /** Returns the text of a parameter, unless it is missing or blank. */
  protected static Optional<String> given(String text) {
    return Optional.ofNullable(text).filter(value -> !value.isBlank());
  }
}
