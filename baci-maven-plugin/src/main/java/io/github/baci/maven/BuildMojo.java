package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Entitlement;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.Platform;
import io.github.baci.api.SourceOptions;
import java.io.File;
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
import org.jspecify.annotations.Nullable;

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
public final class BuildMojo extends WrittenImageMojo {

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
    super(project);
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
    Optional<String> wantedClassifier = wantedClassifier();
    boolean mayBeSkipped = layout.hasPom() && BuildCache.isThere(getClass().getClassLoader());
    BuildRequest request = request(layout, mayBeSkipped);
    new ImageClaims(session, project, execution()).claim(request).forEach(getLog()::warn);
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
    if (mayBeSkipped) {
      new BuildCache(layout, project, session)
          .warning(
              new BuildCache.Given(
                  contextDirectory, dockerfile, KeyValues.of(namedContexts).values()),
              result.inputs())
          .ifPresent(getLog()::warn);
    }
    built.setProperties(project);
  }

  private BuildRequest request(ProjectLayout layout, boolean listInputs) {
    new IdleParameters()
        .add(isGiven(cacheTrust), "baci.cacheTrust", isGiven(cacheFrom), "baci.cacheFrom")
        .add(
            given(cacheKey).isPresent(),
            "baci.cacheKey",
            given(cacheTo).isPresent(),
            "baci.cacheTo")
        .warnings()
        .forEach(getLog()::warn);
    BuildRequestBuilder request =
        request(layout, layout.contextDirectory(contextDirectory))
            .storeDirectory(layout.storeDirectory(storeDirectory))
            .storeLimit(StoreSize.parseLimit(storeLimit, "baci.storeLimit"))
            .buildArgs(BuildArguments.of(project, session, buildArgs))
            .namedContexts(layout.namedContexts(KeyValues.of(namedContexts)))
            .secrets(layout.secrets(KeyValues.of(secrets)))
            .sshAgents(layout.sockets(KeyValues.of(sshAgents)))
            .engine(engineOptions(layout))
            .network(EnumParameter.of(NetworkMode.class, network, "baci.network"))
            .allow(Entitlement.parse(given(allow).orElse("")))
            .noCache(noCache)
            .failOnWarning(failOnWarning)
            .listInputs(listInputs)
            .sources(sources(layout))
            .stepCache(
                StepCacheSettings.options(
                    cacheFrom,
                    given(cacheTo),
                    cacheTimeout,
                    StepCacheSettings.trust(layout, cacheTrust, given(cacheKey), System.getenv()),
                    cacheImages))
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

  private static boolean isGiven(@Nullable List<?> list) {
    return list != null && !list.isEmpty();
  }

  private SourceOptions sources(ProjectLayout layout) {
    return new SourceSettings(project, session, settingsDecrypter, repositories, getLog())
        .options(layout, registryMirrors, insecureRegistries, trust);
  }
}
