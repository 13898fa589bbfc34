package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.AciMode;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BaseSplit;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Entitlement;
import io.github.baci.api.ImageForm;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
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
   * none is <code>default</code>. <code>ADD</code> of git repositories over SSH asks the agent
   * <code>default</code>, or else that of <code>SSH_AUTH_SOCK</code>.
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
  @Parameter private List<IsolatorParameter> isolators;

  /**
   * Commands that run before and after the application: each has a <code>name</code>, <code>
   * pre-start</code> or <code>post-stop</code>, and an <code>exec</code> with the program and its
   * arguments.
   *
   * @since 0.1.0
   */
  @Parameter private List<EventHandlerParameter> eventHandlers;

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
   * Repositories of registries that results of steps are taken from, which other machines have put
   * there, as in <code>registry.example.com/cache/app</code>. Whoever can write to one of them
   * decides what is in the image.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheFrom")
  private List<String> cacheFrom;

  /**
   * The repository of a registry that results of steps are put into, while the build goes on.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheTo")
  private String cacheTo;

  /**
   * How many seconds one build may lose in all, waiting for repositories of <code>cacheFrom</code>
   * and <code>cacheTo</code> that are silent, or taking results that turn out to be of no use.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheTimeout", defaultValue = "1")
  private int cacheTimeout;

  /**
   * Whether whole images are shared in <code>cacheFrom</code> and <code>cacheTo</code> too, and not
   * the results of steps alone: a module in which nothing has changed is then taken as it was
   * written. What has changed of an image takes room in the repository.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheImages", defaultValue = "true")
  private boolean cacheImages;

  /**
   * Files of OpenPGP public keys of which one must have signed a result of <code>cacheFrom</code>
   * that is taken. Without them everybody's results are taken who can write there.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheTrust")
  private List<File> cacheTrust;

  /**
   * The OpenPGP secret key that signs the results that are put into <code>cacheTo</code>: a file as
   * <code>gpg --armor --export-secret-keys</code> writes it, or <code>env:VARIABLE</code> for an
   * environment variable that holds the same. Its passphrase, if it has one, is in the environment
   * variable <code>MAVEN_GPG_PASSPHRASE</code>, as for maven-gpg-plugin.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.cacheKey")
  private String cacheKey;

  /**
   * Registries (host, or host and port) that may be asked over plain HTTP. Those on this machine's
   * loopback address always may.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.insecureRegistries")
  private List<String> insecureRegistries;

  /**
   * Whose signatures App Container Images must have that the build begins with or takes files from:
   * files of OpenPGP public keys by the beginning of image names, as in <code>example.com</code>
   * for <code>example.com/app</code>; <code>*</code> stands for all images. On the command line
   * <code>-Dbaci.trust=PREFIX=FILE,PREFIX=FILE</code>, which adds to these and overrides them.
   *
   * @since 0.1.0
   */
  @Parameter private Properties trust;

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
   * Of how many gzip members an ACI consists: <code>many</code>, or <code>one</code> for programs
   * that read the first member alone, against RFC 1952. It costs no time and a few bytes;
   * compressed parts that the store keeps are of one form or the other, so that the first build
   * after a change compresses everything anew.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.gzipMembers", defaultValue = "many")
  private String gzipMembers;

  /**
   * How much of the image the ACI holds: <code>flat</code>, all files, or <code>diff</code>, what
   * the build added to the base image or changed in it. A difference depends on the ACI of the base
   * image. If the base image is none, ACIs are made of it (see <code>baseAcis</code>), written
   * beside the image and attached with the classifier <code>base</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.mode", defaultValue = "flat")
  private String mode;

  /**
   * Which ACIs are made of the base image for a difference to depend on: <code>image</code>, one of
   * all its files, or <code>layer</code>, one for each layer, with the classifiers <code>base-1
   * </code>, <code>base-2</code> and so on.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.baseAcis", defaultValue = "image")
  private String baseAcis;

  /**
   * The formats in which the image is written: <code>aci</code>, <code>oci</code> and <code>docker
   * </code>, one or several, as in <code>-Dbaci.formats=aci,oci</code>. <code>oci</code> is an OCI
   * archive beside the ACI, <code>NAME.oci.tar</code>, which is attached with the type <code>
   * oci.tar
   * </code>; <code>docker</code> is what <code>docker load</code> reads, <code>NAME.docker.tar
   * </code>, attached with the type <code>docker.tar</code>. With the packaging <code>aci</code>
   * the ACI is the project's own artifact and must be among them. By default <code>aci</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.formats")
  private List<String> formats;

  /**
   * How the layers of the OCI archive are compressed: <code>gzip</code> or <code>zstd</code>. The
   * layers of a base image stay compressed as they came.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.layerCompression", defaultValue = "gzip")
  private String layerCompression;

  /**
   * Annotations of the OCI image's manifest.
   *
   * @since 0.1.0
   */
  @Parameter private Properties ociAnnotations;

  /**
   * The network that <code>RUN</code> has: <code>host</code> or <code>none</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.network", defaultValue = "host")
  private String network;

  /**
   * What the Dockerfile, and <code>ONBUILD</code> of base images, may ask for beside the usual, in
   * BuildKit's words, with commas between them: <code>security.insecure</code> for <code>
   * RUN --security=insecure</code>, <code>network.host</code> for <code>RUN --network=host</code>.
   * Without it such a build is refused. Allow it only where you trust the Dockerfile and all that
   * it names: the first gives a command all rights that the builder has.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.allow")
  private String allow;

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
   * The size that the store is kept below: <code>20G</code>, <code>500MB</code>, a number of bytes,
   * or <code>none</code>. Once a day, after a build, what was not used for longest is deleted; what
   * builds that are running use stays. See also <code>baci:prune</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.storeLimit", defaultValue = "20G")
  private String storeLimit;

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

  /**
   * Whether to do nothing where there is no Dockerfile: <code>true</code>, <code>false</code>, or
   * <code>auto</code> for true in projects of packaging <code>pom</code>, such as parents whose
   * modules inherit the plugin.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skipWithoutDockerfile", defaultValue = "auto")
  private String skipWithoutDockerfile;

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
    guarded(session, this::build);
  }

  private void build() throws InterruptedException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Optional<String> nothing =
        DockerfileAbsence.reason(
            skipWithoutDockerfile, project, layout, contextDirectory, dockerfile);
    if (nothing.isPresent()) {
      getLog().info(nothing.get());
      return;
    }
    Optional<String> wantedClassifier = given(classifier);
    BuildRequest request = request(layout);
    AttachedImage attached = new AttachedImage(project, projectHelper);
    if (layout.hasPom()) {
      attached.check(wantedClassifier, request);
    }
    BuildResult result;
    try (LogListener listener = LogListener.of(getLog(), session)) {
      result = new Baci().build(request, listener);
    }
    BuiltImage built = new BuiltImage(result);
    layout
        .buildDirectory()
        .ifPresentOrElse(
            directory -> built.attach(attached, wantedClassifier, directory),
            () -> built.remember(layout, wantedClassifier));
    built.tell(getLog());
    built.setProperties(project);
  }

  private BuildRequest request(ProjectLayout layout) {
    String imageName = given(name).orElseGet(() -> defaultName(layout));
    Path output =
        outputFile == null ? defaultOutput(layout, imageName) : layout.resolve(outputFile);
    BuildRequestBuilder request =
        BuildRequest.builder(layout.contextDirectory(contextDirectory), output, aci(imageName))
            .storeDirectory(layout.storeDirectory(storeDirectory))
            .storeLimit(StoreSize.parseLimit(storeLimit, "baci.storeLimit"))
            .buildArgs(BuildArguments.of(project, session, buildArgs))
            .labels(KeyValues.of(imageLabels))
            .namedContexts(layout.namedContexts(KeyValues.of(namedContexts)))
            .secrets(layout.secrets(KeyValues.of(secrets)))
            .sshAgents(layout.sockets(KeyValues.of(sshAgents)))
            .engine(engineOptions(layout))
            .network(EnumParameter.of(NetworkMode.class, network, "baci.network"))
            .allow(Entitlement.parse(given(allow).orElse("")))
            .noCache(noCache)
            .failOnWarning(failOnWarning)
            .mode(EnumParameter.of(AciMode.class, mode, "baci.mode"))
            .baseAcis(EnumParameter.of(BaseSplit.class, baseAcis, "baci.baseAcis"))
            .sources(sources(layout))
            .stepCache(
                StepCacheSettings.options(
                    cacheFrom,
                    given(cacheTo),
                    cacheTimeout,
                    StepCacheSettings.trust(layout, cacheTrust, given(cacheKey), System.getenv()),
                    cacheImages))
            .formats(formats(imageName))
            .ownFiles(layout.buildDirectory().map(ImageProperties::ownFiles).orElse(List.of()));
    Optional.ofNullable(dockerfile).map(layout::resolve).ifPresent(request::dockerfile);
    given(target).ifPresent(request::target);
    given(platform).map(Platform::parse).ifPresent(request::platform);
    BuildTimestamp.of(
            outputTimestamp,
            session.getUserProperties().containsKey("project.build.outputTimestamp")
                || BuildTimestamp.isSetBy(project),
            System.getenv("SOURCE_DATE_EPOCH"))
        .ifPresent(request::timestamp);
    return request.build();
  }

  private OutputFormats formats(String imageName) {
    List<ImageForm> forms =
        formats == null
            ? List.of()
            : EnumParameter.listOf(ImageForm.class, formats, "baci.formats");
    OciOptions options =
        new OciOptions(
            Optional.of(ProjectImageName.withoutLabels(imageName)),
            ProjectImageName.tag(imageName),
            KeyValues.of(ociAnnotations),
            EnumParameter.of(LayerCompression.class, layerCompression, "baci.layerCompression"));
    return OutputFormats.of(forms.isEmpty() ? List.of(ImageForm.ACI) : forms, options);
  }

  private AciOptions aci(String imageName) {
    return AciOptions.builder(imageName)
        .labels(KeyValues.of(labels))
        .annotations(KeyValues.of(annotations))
        .isolators(IsolatorParameter.toMap(isolators))
        .eventHandlers(EventHandlerParameter.toMap(eventHandlers))
        .portNames(KeyValues.of(portNames))
        .mountPointNames(KeyValues.of(mountPointNames))
        .compression(GzipMembers.compression(compression, gzipMembers))
        .build();
  }

  private SourceOptions sources(ProjectLayout layout) {
    return new SourceSettings(project, session, settingsDecrypter, repositories, getLog())
        .options(layout, registryMirrors, insecureRegistries, trust);
  }

  private String defaultName(ProjectLayout layout) {
    if (!layout.hasPom()) {
      throw new BaciException(
          "there is no POM to take the image's name from: set baci.name, as in"
              + " -Dbaci.name=example.com/app:1.0");
    }
    return ProjectImageName.of(project.getGroupId(), project.getArtifactId(), project.getVersion());
  }

  private Path defaultOutput(ProjectLayout layout, String imageName) {
    String suffix = given(classifier).map(text -> "-" + text).orElse("");
    return layout
        .buildDirectory()
        .map(directory -> directory.resolve(finalName + suffix + ".aci"))
        .orElseGet(() -> layout.baseDirectory().resolve(ProjectImageName.fileName(imageName)));
  }
}
