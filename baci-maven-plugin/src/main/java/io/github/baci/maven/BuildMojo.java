package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.BaciException;
import io.github.baci.BuildRequest;
import io.github.baci.BuildRequest.NetworkMode;
import io.github.baci.BuildResult;
import io.github.baci.aci.AciCompression;
import io.github.baci.aci.AciOptions;
import io.github.baci.aci.ImageId;
import io.github.baci.image.Platform;
import io.github.baci.source.SourceOptions;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Builds an App Container Image from a Dockerfile and attaches it to the project. Works without a
 * POM too: then give <code>baci.name</code>, and mostly <code>baci.contextDirectory</code> and
 * <code>baci.outputFile</code>.
 *
 * <p>Values for <code>ARG</code> come also from properties <code>baci.buildArg.NAME</code>: those
 * of the command line override <code>buildArgs</code>, those of the project stand behind it.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "build",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresProject = false,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
public final class BuildMojo extends BaciMojo {
  private static final String REGISTRY_MIRRORS = "baci.registryMirrors";

  private final MavenProject project;
  private final MavenSession session;
  private final MavenProjectHelper projectHelper;
  private final SettingsDecrypter settingsDecrypter;
  private final RepositorySystem repositories;

  /**
   * The build context: the directory that <code>COPY</code> and <code>ADD</code> take files from.
   * By default the project's directory. Files that <code>.dockerignore</code> names are left out.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.contextDirectory")
  private File contextDirectory;

  /**
   * The Dockerfile. By default <code>Dockerfile</code>, or else <code>dockerfile</code>, in the
   * build context.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.dockerfile")
  private File dockerfile;

  /**
   * The name of the image with its labels, as in <code>
   * example.com/postgres:9.3.6,os=linux,arch=amd64</code>. What stands after the colon is the label
   * <code>version</code>. By default <code>GROUP/ARTIFACT:VERSION</code> of the project.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.name")
  private String name;

  /**
   * Where the image is written. By default <code>finalName</code>, the classifier and <code>.aci
   * </code> in the build directory; without a POM the last part of the image's name in the current
   * directory.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.outputFile")
  private File outputFile;

  /**
   * The name of the image file in the build directory, without classifier and extension.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.finalName", defaultValue = "${project.build.finalName}")
  private String finalName;

  /**
   * The classifier of the attached artifact. A project with several images needs one for each but
   * one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.classifier")
  private String classifier;

  /**
   * The stage of the Dockerfile to build. By default the last one.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.target")
  private String target;

  /**
   * Values for <code>ARG</code>, by name. See also the properties <code>baci.buildArg.NAME</code>.
   *
   * @since 0.1.0
   */
  @Parameter private Properties buildArgs;

  /**
   * Secrets that <code>RUN --mount=type=secret,id=…</code> finds, by id: the path of a file, or
   * <code>env:NAME</code> for the value of an environment variable. They never get into an image,
   * nor into the store.
   *
   * @since 0.1.0
   */
  @Parameter private Properties secrets;

  /**
   * Sockets of SSH agents for <code>RUN --mount=type=ssh</code>, by id; the id of a mount that has
   * none is <code>default</code>.
   *
   * @since 0.1.0
   */
  @Parameter private Properties sshAgents;

  /**
   * Labels of the App Container Image, beside those in <code>name</code>, which they override.
   * Names that cannot be XML elements are given as <code>
   * &lt;property&gt;&lt;name&gt;…&lt;/name&gt;&lt;value&gt;…&lt;/value&gt;&lt;/property&gt;</code>,
   * here and in every other parameter that takes names and values.
   *
   * @since 0.1.0
   */
  @Parameter private Properties labels;

  /**
   * Labels in the sense of the Dockerfile's <code>LABEL</code>, which they override. In an App
   * Container Image they are user labels of the application.
   *
   * @since 0.1.0
   */
  @Parameter private Properties imageLabels;

  /**
   * Annotations of the App Container Image. They override those made from the Dockerfile.
   *
   * @since 0.1.0
   */
  @Parameter private Properties annotations;

  /**
   * Isolators: each has a <code>name</code>, as in <code>resource/memory</code>, and a <code>value
   * </code> that is JSON, as in <code>{"limit": "1G"}</code>.
   *
   * @since 0.1.0
   */
  @Parameter private List<Isolator> isolators;

  /**
   * Commands that run before and after the application: each has a <code>name</code>, <code>
   * pre-start</code> or <code>post-stop</code>, and an <code>exec</code> with the program and its
   * arguments.
   *
   * @since 0.1.0
   */
  @Parameter private List<EventHandler> eventHandlers;

  /**
   * Names of ports by the port as <code>EXPOSE</code> has it, as in <code>80/tcp</code>.
   *
   * @since 0.1.0
   */
  @Parameter private Properties portNames;

  /**
   * Names of mount points by their path, as <code>VOLUME</code> has it.
   *
   * @since 0.1.0
   */
  @Parameter private Properties mountPointNames;

  /**
   * Base images and directories by the name that stands for them in <code>FROM</code> and <code>
   * --from</code>. A value with <code>://</code> is a reference, one that starts with <code>/
   * </code> or <code>.</code> a directory, every other one the name of an image in a registry.
   *
   * @since 0.1.0
   */
  @Parameter private Properties namedContexts;

  /**
   * What replaces the beginning of a registry name, as in <code>docker.io/library</code> by <code>
   * registry.example.com/mirror</code>. On the command line <code>
   * -Dbaci.registryMirrors=FROM=TO,FROM=TO</code>, which adds to these and overrides them.
   *
   * @since 0.1.0
   */
  @Parameter private Properties registryMirrors;

  /**
   * Registries (host, or host and port) that may be asked over plain HTTP. Those on this machine's
   * loopback address always may.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.insecureRegistries")
  private List<String> insecureRegistries;

  /**
   * What the image runs on, as in <code>linux/arm64</code>. By default this machine's architecture.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.platform")
  private String platform;

  /**
   * How the image is compressed: <code>gzip</code>, <code>none</code>, <code>bzip2</code> or <code>
   * xz</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.compression", defaultValue = "gzip")
  private String compression;

  /**
   * The network that <code>RUN</code> has: <code>host</code> or <code>none</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.network", defaultValue = "host")
  private String network;

  /**
   * Whether steps are executed although their result is in the store.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.noCache", defaultValue = "false")
  private boolean noCache;

  /**
   * Whether the build fails if the build checks find something in the stages that it needs. A
   * Dockerfile can ask for it too, by <code># check=error=true</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.check.failOnWarning", defaultValue = "false")
  private boolean failOnWarning;

  /**
   * The time that everything the build makes shall bear, so that the same input gives the same
   * bytes: ISO 8601 with a zone, or seconds since 1970. If it is not set, the environment variable
   * SOURCE_DATE_EPOCH counts. The value that Maven 4 gives to projects which do not set it does not
   * count.
   *
   * @since 0.1.0
   */
  @Parameter(defaultValue = "${project.build.outputTimestamp}")
  private String outputTimestamp;

  /**
   * Whether to do nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skip", defaultValue = "false")
  private boolean skip;

  @Inject
  BuildMojo(
      MavenProject project,
      MavenSession session,
      MavenProjectHelper projectHelper,
      SettingsDecrypter settingsDecrypter,
      RepositorySystem repositories) {
    this.project = project;
    this.session = session;
    this.projectHelper = projectHelper;
    this.settingsDecrypter = settingsDecrypter;
    this.repositories = repositories;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: baci.skip is set");
      return;
    }
    guarded(this::build);
  }

  private void build() throws InterruptedException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Optional<String> wantedClassifier = given(classifier);
    BuildRequest request = request(layout);
    AttachedImage attached = new AttachedImage(project, projectHelper);
    if (layout.hasPom()) {
      attached.check(wantedClassifier, request.outputFile().toFile());
    }
    BuildResult result;
    try (LogListener listener = LogListener.of(getLog(), session)) {
      result = new Baci().build(request, listener);
    }
    String imageId = new ImageId(result.imageId()).toString();
    layout
        .buildDirectory()
        .ifPresent(
            directory -> {
              attached.attach(wantedClassifier, result.file().toFile());
              new ImageRecord(result.file(), imageId, result.size())
                  .write(ImageRecord.path(directory, wantedClassifier), directory);
            });
    getLog()
        .info(
            "%s (%s%s)"
                .formatted(
                    result.file(),
                    ByteCount.of(result.size()),
                    result.upToDate() ? ", up to date" : ""));
    getLog().info("Image ID " + imageId);
    project.getProperties().setProperty("baci.imageId", imageId);
  }

  private BuildRequest request(ProjectLayout layout) {
    String imageName = given(name).orElseGet(() -> defaultName(layout));
    return new BuildRequest(
        layout.contextDirectory(contextDirectory),
        Optional.ofNullable(dockerfile).map(layout::resolve),
        outputFile == null ? defaultOutput(layout, imageName) : layout.resolve(outputFile),
        layout.storeDirectory(storeDirectory),
        given(target),
        BuildArguments.of(project, session, buildArgs),
        KeyValues.of(imageLabels),
        layout.namedContexts(KeyValues.of(namedContexts)),
        given(platform).map(Platform::parse),
        BuildTimestamp.of(
            outputTimestamp,
            session.getUserProperties().containsKey("project.build.outputTimestamp")
                || BuildTimestamp.isSetBy(project),
            System.getenv("SOURCE_DATE_EPOCH")),
        layout.secrets(KeyValues.of(secrets)),
        layout.sockets(KeyValues.of(sshAgents)),
        engineOptions(layout),
        Choice.of(NetworkMode.class, network, "baci.network"),
        noCache,
        failOnWarning,
        aci(imageName),
        sources(layout));
  }

  private AciOptions aci(String imageName) {
    return new AciOptions(
        imageName,
        KeyValues.of(labels),
        KeyValues.of(annotations),
        Isolator.toMap(isolators),
        EventHandler.toMap(eventHandlers),
        KeyValues.of(portNames),
        KeyValues.of(mountPointNames),
        Choice.of(AciCompression.class, compression, "baci.compression"));
  }

  private SourceOptions sources(ProjectLayout layout) {
    MavenSettings settings =
        new MavenSettings(session.getSettings(), settingsDecrypter, getLog()::warn);
    Map<String, String> mirrors = KeyValues.of(registryMirrors);
    mirrors.putAll(KeyValues.parse(property(REGISTRY_MIRRORS), REGISTRY_MIRRORS));
    return new SourceOptions(
        mirrors,
        settings.credentials(),
        insecureRegistries == null ? List.of() : insecureRegistries,
        session.isOffline(),
        session.getRequest().isUpdateSnapshots() ? Duration.ZERO : SourceOptions.DEFAULT.maxAge(),
        settings.proxies(),
        Optional.empty(),
        layout.jars(),
        Optional.of(new MavenArtifacts(project, session, repositories)));
  }

  private String property(String key) {
    String user = session.getUserProperties().getProperty(key);
    return user != null ? user : project.getProperties().getProperty(key);
  }

  private String defaultName(ProjectLayout layout) {
    if (!layout.hasPom()) {
      throw new BaciException(
          "there is no POM to take the image's name from: set baci.name, as in -Dbaci.name=example.com/app:1.0");
    }
    return ImageName.of(project.getGroupId(), project.getArtifactId(), project.getVersion());
  }

  private Path defaultOutput(ProjectLayout layout, String imageName) {
    String suffix = given(classifier).map(text -> "-" + text).orElse("");
    return layout
        .buildDirectory()
        .map(directory -> directory.resolve(finalName + suffix + ".aci"))
        .orElseGet(() -> layout.baseDirectory().resolve(ImageName.fileName(imageName)));
  }
}
