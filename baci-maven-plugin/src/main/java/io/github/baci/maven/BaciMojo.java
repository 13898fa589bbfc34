package io.github.baci.maven;

import io.github.baci.api.BuildRequest.EngineOptions;
import java.io.File;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugins.annotations.Parameter;

/** What the goals that use the store and an engine have in common. */
abstract class BaciMojo extends GuardedMojo {

  /**
   * What runs commands in containers: <code>namespaces</code>, <code>traced</code> or <code>chroot
   * </code> (embedded; they need Linux), <code>rkt</code>, or <code>auto</code> for rkt where it
   * can be had, and else the best way that the machine allows.
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
   * What rkt runs its containers with, its <em>stage1</em>: the path of an ACI, a URL, or the name
   * of an image that rkt finds and trusts. By default what rkt is configured with.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.rktStage1")
  protected String rktStage1;

  /**
   * The directory in which rkt keeps images and pods. By default what rkt is configured with.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.rktDir")
  protected File rktDir;

  /**
   * Further options for <code>rkt run</code>, before the image, each with its value after <code>=
   * </code>, as in <code>--no-overlay=true</code>. Options that all of rkt's commands know, as
   * <code>--insecure-options</code>, are given to the others too.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.rktOptions")
  protected List<String> rktOptions;

  /**
   * Where layers and results of steps are kept between builds. By default <code>baci</code> in the
   * user's cache directory (XDG_CACHE_HOME, or else <code>~/.cache</code>).
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.storeDirectory")
  protected File storeDirectory;

  /** Returns what the parameters say about engines. */
  final EngineOptions engineOptions(ProjectLayout layout) {
    return new EngineOptions(
        EnumParameter.of(EngineOptions.Kind.class, engine, "baci.engine"),
        Optional.ofNullable(rktPath).map(layout::resolve),
        given(rktStage1),
        Optional.ofNullable(rktDir).map(layout::resolve),
        rktOptions == null ? List.of() : rktOptions);
  }
}
