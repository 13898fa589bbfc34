package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.ArtifactFiles;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageForm;
import io.github.baci.api.NetworkMode;
import io.github.baci.api.RunRequest;
import io.github.baci.api.RunningApp;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;

/**
 * Runs an App Container Image: the one that the project just built, or any other file. The
 * application has what its manifest says: command, user, environment, working directory, and mount
 * points. Its output is passed on, and so are signals to Maven; an exit code other than 0 fails the
 * goal.
 *
 * @since 0.1.0
 */
@Mojo(name = "run", requiresProject = false, threadSafe = true)
public final class RunMojo extends BaciMojo {
  private static final String ENVIRONMENT = "baci.env";
  private static final String VOLUMES = "baci.volumes";
  private static final String PORTS = "baci.ports";
  private static final int LAST_PORT = 65535;

  private final MavenProject project;
  private final MavenSession session;
  private final RepositorySystem repositories;

  /**
   * The image: a file, or an artifact as in <code>FROM</code>, <code>
   * maven://groupId:artifactId:version</code> or <code>maven://artifactId</code>. By default the
   * one that the project built.
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
   * Arguments, which follow those of the image.
   *
   * @since 0.1.0
   */
  @Parameter private List<String> arguments;

  /**
   * Arguments in one line, split as a shell does: at blanks, with single and double quotes and
   * backslashes, but without variables or patterns. They follow <code>arguments</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.args")
  private String commandLine;

  /**
   * Environment variables beside those of the image, which they override. On the command line
   * <code>
   * -Dbaci.env=NAME=VALUE,NAME=VALUE</code>.
   *
   * @since 0.1.0
   */
  @Parameter private Properties environment;

  /**
   * Directories and files by the name, or the path, of the image's mount point. On the command line
   * <code>-Dbaci.volumes=NAME=DIRECTORY,NAME=DIRECTORY</code>. At a mount point without a volume is
   * what the image has there, and what is written to it is gone when the application ends.
   *
   * @since 0.1.0
   */
  @Parameter private Properties volumes;

  /**
   * Ports of this machine by the name of the image's port, for the engine <code>rkt</code>, which
   * gives the application a network of its own then. On the command line <code>
   * -Dbaci.ports=NAME=PORT,NAME=PORT</code>. Without it, the ports of the application are those of
   * the machine.
   *
   * @since 0.1.0
   */
  @Parameter private Properties ports;

  /**
   * The network that the application has: <code>host</code> or <code>none</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.network", defaultValue = "host")
  private String network;

  /**
   * Whether the application reads Maven's standard input.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.interactive", defaultValue = "false")
  private boolean interactive;

  /**
   * Whether to do nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skip", defaultValue = "false")
  private boolean skip;

  @Inject
  RunMojo(MavenProject project, MavenSession session, RepositorySystem repositories) {
    this.project = project;
    this.session = session;
    this.repositories = repositories;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: baci.skip is set");
      return;
    }
    guarded(session, this::run);
  }

  private void run() throws InterruptedException, MojoFailureException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Optional<String> nothing =
        ProjectImage.absence(layout, project, given(image), given(classifier));
    if (nothing.isPresent()) {
      getLog().info(nothing.get());
      return;
    }
    RunRequest request = request(layout);
    getLog().info("Running " + request.image());
    int exitCode;
    try (LogListener listener = LogListener.of(getLog(), session);
        RunningApp app = new Baci().run(request, listener);
        SignalForwarding forwarding = SignalForwarding.to(app)) {
      exitCode = app.await(new StandardOutput());
      forwarding.ended();
    }
    if (exitCode != 0) {
      throw new MojoFailureException(
          "%s ended with exit code %d".formatted(request.image(), exitCode));
    }
  }

  private RunRequest request(ProjectLayout layout) {
    Path aci =
        given(image)
            .map(text -> named(text, layout))
            .orElseGet(
                () -> ProjectImage.file(layout, ImageForm.ACI, given(classifier), "baci:run"));
    RunRequest.Builder request =
        RunRequest.builder(aci, layout.storeDirectory(storeDirectory))
            .engine(engineOptions(layout))
            .network(EnumParameter.of(NetworkMode.class, network, "baci.network"))
            .arguments(ArgumentLine.append(arguments, commandLine))
            .environment(pairs(environment, ENVIRONMENT))
            .volumes(paths(layout))
            .ports(ports());
    if (interactive) {
      request.input(StandardStreams.in());
    }
    return request.build();
  }

  private Map<String, Path> paths(ProjectLayout layout) {
    Map<String, Path> paths = new LinkedHashMap<>();
    pairs(volumes, VOLUMES)
        .forEach((name, path) -> paths.put(name, layout.resolve(new File(path))));
    return paths;
  }

  private Map<String, Integer> ports() {
    Map<String, Integer> numbers = new LinkedHashMap<>();
    pairs(ports, PORTS)
        .forEach(
            (name, port) -> {
              if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > LAST_PORT) {
                throw new BaciException(
                    "%s: '%s' is no port, which is a number from 1 to %d"
                        .formatted(PORTS, port, LAST_PORT));
              }
              numbers.put(name, Integer.valueOf(port));
            });
    return numbers;
  }

  private Map<String, String> pairs(Properties configured, String property) {
    return KeyValues.of(configured, project, session, property);
  }

  private Path named(String text, ProjectLayout layout) {
    if (!text.startsWith(MavenReference.PREFIX)) {
      return ProjectImage.existing(layout.resolve(new File(text)));
    }
    ArtifactFiles.ImageFile found =
        new MavenArtifacts(project, session, repositories, false)
            .find(text.substring(MavenReference.PREFIX.length()));
    if (found.form() != ImageForm.ACI) {
      throw new BaciException(text + " is an OCI archive; only images of type aci can be run");
    }
    return found.path();
  }
}
