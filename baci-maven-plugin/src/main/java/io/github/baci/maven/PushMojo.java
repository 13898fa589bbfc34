package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import io.github.baci.api.Platform;
import io.github.baci.api.PushRequest;
import io.github.baci.api.PushResult;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Pushes the project's image to registries: the OCI archive that <code>baci:build</code> wrote with
 * the format <code>oci</code>, or any other. Layers that a registry has are not sent again.
 * Credentials are those of the servers in <code>settings.xml</code> whose id is the registry's
 * host, of <code>docker login</code> and <code>podman login</code>, and of credential helpers.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "push",
    defaultPhase = LifecyclePhase.DEPLOY,
    requiresProject = false,
    threadSafe = true)
public final class PushMojo extends GuardedMojo {
  private final MavenProject project;
  private final MavenSession session;
  private final SettingsDecrypter settingsDecrypter;
  private final RepositorySystem repositories;

  /**
   * The names of the image in registries, <code>[REGISTRY[:PORT]/]NAME[:TAG]</code>. Without a tag
   * it is <code>latest</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.push.to")
  private List<String> to;

  /**
   * The OCI archive. By default the one that the project built.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.image")
  private File image;

  /**
   * Which of the project's images: the one with this classifier.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.classifier")
  private String classifier;

  /**
   * Which image of the archive, if it has several: one for this platform, as in <code>linux/arm64
   * </code>. By default this machine's architecture.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.platform")
  private String platform;

  /**
   * Registries (host, or host and port) that may be asked over plain HTTP. Those on this machine's
   * loopback address always may.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.insecureRegistries")
  private List<String> insecureRegistries;

  /**
   * The repositories that <code>baci:build</code> takes results of steps from: layers that one of
   * them has are not sent to a repository of the same registry.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheFrom")
  private List<String> cacheFrom;

  /**
   * The repository that <code>baci:build</code> puts results of steps into: layers that it has are
   * not sent to a repository of the same registry.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheTo")
  private String cacheTo;

  /**
   * Whether to do nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skip", defaultValue = "false")
  private boolean skip;

  /**
   * Whether to do nothing where there is no Dockerfile, as in <code>baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skipWithoutDockerfile", defaultValue = "auto")
  private String skipWithoutDockerfile;

  /**
   * The build context, as in <code>baci:build</code>, to see whether there is a Dockerfile.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.contextDirectory")
  private File contextDirectory;

  /**
   * The Dockerfile, as in <code>baci:build</code>, to see whether there is one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.dockerfile")
  private File dockerfile;

  @Inject
  PushMojo(
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
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: baci.skip is set");
      return;
    }
    guarded(session, this::push);
  }

  private void push() throws InterruptedException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Optional<String> nothing =
        image == null
            ? DockerfileAbsence.reason(
                skipWithoutDockerfile, project, layout, contextDirectory, dockerfile)
            : Optional.empty();
    if (nothing.isPresent()) {
      getLog().info(nothing.get());
      return;
    }
    if (to == null || to.isEmpty()) {
      throw new BaciException(
          "say where to push the image by baci.push.to, as in"
              + " -Dbaci.push.to=registry.example.com/app:1.0");
    }
    if (session.isOffline()) {
      throw new BaciException("Maven is offline, and an image cannot be pushed then");
    }
    PushRequest request =
        new PushRequest(
            image == null
                ? ProjectImage.file(layout, ImageForm.OCI, given(classifier), "baci:push")
                : ProjectImage.existing(layout.resolve(image)),
            to,
            given(platform).map(Platform::parse).orElseGet(Platform::current),
            new SourceSettings(project, session, settingsDecrypter, repositories, getLog())
                .options(layout, null, insecureRegistries, null),
            caches());
    PushResult result;
    try (LogListener listener = LogListener.of(getLog(), session)) {
      result = new Baci().push(request, listener);
    }
    for (PushResult.Pushed pushed : result.images()) {
      getLog().info("%s@%s%s".formatted(pushed.name(), result.digest(), told(pushed)));
    }
    layout
        .buildDirectory()
        .ifPresent(directory -> PushRecord.write(result, directory, given(classifier)));
    project.getProperties().setProperty("baci.push.digest", result.digest().toString());
  }

  private List<String> caches() {
    List<String> caches = new ArrayList<>();
    given(cacheTo).ifPresent(caches::add);
    if (cacheFrom != null) {
      caches.addAll(cacheFrom);
    }
    return caches;
  }

  private static String told(PushResult.Pushed pushed) {
    if (pushed.sent() == 0 && pushed.mounted() == 0) {
      return " (nothing was missing)";
    }
    String mounted = pushed.mounted() == 0 ? "" : ", %d mounted".formatted(pushed.mounted());
    return " (%d blobs sent, %s%s)".formatted(pushed.sent(), ByteCount.of(pushed.bytes()), mounted);
  }
}
