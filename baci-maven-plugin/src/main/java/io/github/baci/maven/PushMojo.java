package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.BaciException;
import io.github.baci.PushRequest;
import io.github.baci.PushResult;
import io.github.baci.image.Platform;
import io.github.baci.source.SourceOptions;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
   * Whether to do nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skip", defaultValue = "false")
  private boolean skip;

  @Inject
  PushMojo(MavenProject project, MavenSession session, SettingsDecrypter settingsDecrypter) {
    this.project = project;
    this.session = session;
    this.settingsDecrypter = settingsDecrypter;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: baci.skip is set");
      return;
    }
    guarded(this::push);
  }

  private void push() throws InterruptedException {
    if (to == null || to.isEmpty()) {
      throw new BaciException(
          "say where to push the image by baci.push.to, as in -Dbaci.push.to=registry.example.com/app:1.0");
    }
    if (session.isOffline()) {
      throw new BaciException("Maven is offline, and an image cannot be pushed then");
    }
    ProjectLayout layout = new ProjectLayout(project, session);
    PushRequest request =
        new PushRequest(
            archive(layout),
            to,
            given(platform).map(Platform::parse).orElseGet(Platform::current),
            sources());
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

  private static String told(PushResult.Pushed pushed) {
    if (pushed.sent() == 0 && pushed.mounted() == 0) {
      return " (nothing was missing)";
    }
    String mounted = pushed.mounted() == 0 ? "" : ", %d mounted".formatted(pushed.mounted());
    return " (%d blobs sent, %s%s)".formatted(pushed.sent(), ByteCount.of(pushed.bytes()), mounted);
  }

  private SourceOptions sources() {
    MavenSettings settings =
        new MavenSettings(session.getSettings(), settingsDecrypter, getLog()::warn);
    return new SourceOptions(
        Map.of(),
        settings.credentials(),
        insecureRegistries == null ? List.of() : insecureRegistries,
        false,
        Duration.ZERO,
        settings.proxies(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        List.of());
  }

  private Path archive(ProjectLayout layout) {
    if (image != null) {
      return layout.resolve(image);
    }
    Path directory =
        layout
            .buildDirectory()
            .orElseThrow(
                () -> new BaciException("there is no POM: say which image to push by baci.image"));
    String which = given(classifier).map(text -> " with classifier " + text).orElse("");
    return ImageRecord.read(ImageRecord.path(directory, given(classifier)), directory)
        .orElseThrow(
            () ->
                new BaciException(
                    "the project has built no image%s yet: run 'mvn package baci:push', or say which image by baci.image"
                        .formatted(which)))
        .oci()
        .orElseThrow(
            () ->
                new BaciException(
                    "the project built its image%s without the format oci, which registries take: add it to baci.formats"
                        .formatted(which)))
        .file();
  }
}
