package io.github.baci.maven;

import java.io.File;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that use the store and an engine have in common. */
abstract class BaciMojo extends GuardedMojo {

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
}
