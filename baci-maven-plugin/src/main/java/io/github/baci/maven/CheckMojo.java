package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.CheckRequest;
import io.github.baci.api.Platform;
import io.github.baci.plan.check.CheckReport;
import io.github.baci.plan.check.CheckResult;
import io.github.baci.plan.check.TextFormat;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Makes the build checks on a Dockerfile, over all its stages, without building: no base image is
 * loaded. Fails if the Dockerfile has mistakes; on warnings only if it shall. Works without a POM
 * too.
 *
 * @since 0.1.0
 */
@Mojo(
    name = "check",
    defaultPhase = LifecyclePhase.VALIDATE,
    requiresProject = false,
    threadSafe = true)
public final class CheckMojo extends GuardedMojo {
  private final MavenProject project;
  private final MavenSession session;

  /**
   * The build context, as in <code>baci:build</code>: its ignore file tells which files cannot be
   * copied. By default the project's directory.
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
   * The stage to check, with the stages that it needs. By default all stages are checked.
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
   * Base images and directories by the name that stands for them in <code>FROM</code> and <code>
   * --from</code>, as in <code>baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter private Properties namedContexts;

  /**
   * What the image runs on, as in <code>linux/arm64</code>. By default this machine's architecture.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.platform")
  private String platform;

  /**
   * How the report is written: <code>text</code> for people, <code>json</code>, or <code>sarif
   * </code> (SARIF 2.1.0) for code scanners.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.check.format", defaultValue = "text")
  private String checkFormat;

  /**
   * Where the report is written. By default text goes to Maven's log, and <code>json</code> and
   * <code>sarif</code> to standard output, which is nothing but the report with Maven's option
   * <code>-q</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.check.outputFile")
  private File checkOutputFile;

  /**
   * Whether warnings fail the goal. A Dockerfile can ask for it too, by <code># check=error=true
   * </code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.check.failOnWarning", defaultValue = "false")
  private boolean failOnWarning;

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
  CheckMojo(MavenProject project, MavenSession session) {
    this.project = project;
    this.session = session;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: baci.skip is set");
      return;
    }
    guarded(session, this::check);
  }

  private void check() throws InterruptedException, MojoFailureException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Optional<String> nothing =
        DockerfileAbsence.reason(
            skipWithoutDockerfile, project, layout, contextDirectory, dockerfile);
    if (nothing.isPresent()) {
      getLog().info(nothing.get());
      return;
    }
    CheckReportFormat format =
        EnumParameter.of(CheckReportFormat.class, checkFormat, "baci.check.format");
    Path root = sourceRoot(layout);
    CheckResult result = new Baci().check(request(layout, root));
    String rendered = result.render(format.in(root));
    CheckReport report = result.report();
    boolean shown = checkOutputFile == null && format == CheckReportFormat.TEXT;
    if (checkOutputFile != null) {
      Path file = layout.resolve(checkOutputFile);
      ReportFile.write(file, rendered);
      getLog().info("%s: %s; see %s".formatted(report.file(), report.summary(), file));
    } else if (shown) {
      log(report, rendered);
    } else {
      PrintStream out = StandardStreams.out();
      out.print(rendered);
      out.flush();
    }
    if (report.failed() || (failOnWarning && !report.warnings().isEmpty())) {
      String summary = "%s: %s".formatted(report.file(), report.summary());
      throw new MojoFailureException(
          PlainLog.text(shown ? summary : summary + "\n" + result.render(new TextFormat())));
    }
  }

  private CheckRequest request(ProjectLayout layout, Path root) {
    CheckRequest.Builder request =
        CheckRequest.builder(layout.contextDirectory(contextDirectory), root)
            .buildArgs(BuildArguments.of(project, session, buildArgs))
            .namedContexts(layout.namedContexts(KeyValues.of(namedContexts)));
    Optional.ofNullable(dockerfile).map(layout::resolve).ifPresent(request::dockerfile);
    given(target).ifPresent(request::target);
    given(platform).map(Platform::parse).ifPresent(request::platform);
    return request.build();
  }

  /** Returns the directory of the whole checkout, as far as Maven knows it. */
  private Path sourceRoot(ProjectLayout layout) {
    File top = session.getRequest().getMultiModuleProjectDirectory();
    Path base = layout.baseDirectory();
    return top != null && base.startsWith(top.toPath()) ? top.toPath() : base;
  }

  private void log(CheckReport report, String text) {
    text.lines()
        .forEach(
            line -> {
              if (report.failed()) {
                getLog().error(line);
              } else if (report.warnings().isEmpty()) {
                getLog().info(line);
              } else {
                getLog().warn(line);
              }
            });
  }
}
