package io.github.baci.maven;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.api.ImageSearch;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** What the goals have in common that take an image of any form, from anywhere. */
abstract class ImageMojo extends GuardedMojo {

  private final MavenProject project;
  private final MavenSession session;
  private final SettingsDecrypter settingsDecrypter;
  private final RepositorySystem repositories;

  /**
   * The image: the path of an ACI, an OCI archive, a docker archive or an OCI layout, or any
   * reference that <code>FROM</code> takes, as <code>docker://debian:bookworm</code> or <code>
   * maven://groupId:artifactId:version</code>. By default the image that the project built.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.image")
  private String image;

  /**
   * Which of the project's images: the one with this classifier.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.classifier")
  private String classifier;

  /**
   * Which image is meant where a reference has several, as in <code>linux/arm64</code>. By default
   * this machine's.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.platform")
  private String platform;

  /**
   * The store, as in <code>baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.storeDirectory")
  private File storeDirectory;

  /**
   * Registries that are asked in place of others, as in <code>baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter private Properties registryMirrors;

  /**
   * Registries that are asked over plain HTTP, as in <code>baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.insecureRegistries")
  private List<String> insecureRegistries;

  /**
   * Whose signatures App Container Images must have, as in <code>baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter private Properties trust;

  /**
   * The rkt executable, for <code>rkt://</code>. By default it is looked for on the PATH.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.rktPath")
  private File rktPath;

  /**
   * The directory in which rkt keeps images, for <code>rkt://</code>. By default what rkt is
   * configured with.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.rktDir")
  private File rktDir;

  /**
   * Further options for rkt, for <code>rkt://</code>: those that all of its commands know count, as
   * <code>--insecure-options=image</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.rktOptions")
  private List<String> rktOptions;

  /**
   * Whether to do nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skip", defaultValue = "false")
  private boolean skip;

  ImageMojo(
      MavenProject project,
      MavenSession session,
      SettingsDecrypter settingsDecrypter,
      RepositorySystem repositories) {
    this.project = project;
    this.session = session;
    this.settingsDecrypter = settingsDecrypter;
    this.repositories = repositories;
  }

  @Override
  public final void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: baci.skip is set");
      return;
    }
    guarded(session, this::runUnlessAbsent);
  }

  private void runUnlessAbsent() throws InterruptedException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Optional<String> nothing =
        ProjectImage.absence(layout, project, given(image), given(classifier));
    if (nothing.isPresent()) {
      getLog().info(nothing.get());
      return;
    }
    try (LogListener listener = LogListener.of(getLog(), session)) {
      run(layout, listener);
    }
  }

  /** Does what the goal is for. */
  abstract void run(ProjectLayout layout, LogListener listener) throws InterruptedException;

  /** Returns the path or the reference of the image. */
  final String image(ProjectLayout layout, String goal) {
    return given(image)
        .orElseGet(() -> ProjectImage.file(layout, given(classifier), goal).toString());
  }

  final Path storeDirectory(ProjectLayout layout) {
    return layout.storeDirectory(storeDirectory);
  }

  /** Returns how images are found. */
  final ImageSearch search(ProjectLayout layout) {
    return new ImageSearch(
        layout.baseDirectory(), given(platform).map(Platform::parse), sources(layout));
  }

  private SourceOptions sources(ProjectLayout layout) {
    return new SourceSettings(project, session, settingsDecrypter, repositories, getLog())
        .options(layout, registryMirrors, insecureRegistries, trust)
        .withEngine(
            new EngineOptions(
                EngineOptions.Kind.AUTO,
                Optional.ofNullable(rktPath).map(layout::resolve),
                Optional.empty(),
                Optional.ofNullable(rktDir).map(layout::resolve),
                rktOptions == null ? List.of() : rktOptions));
  }
}
