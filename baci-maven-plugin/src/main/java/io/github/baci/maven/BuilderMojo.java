package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.BuilderRequest;
import io.github.baci.api.BuilderResult;
import java.io.File;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Writes the builder ACI to a file: the App Container Image in which the engine <code>rkt</code>
 * runs builds. It holds a Java runtime of the JDK that runs Maven, and is made when it is first
 * needed; this goal serves to look at it, to deploy it, or to put it on a machine beforehand. Works
 * without a POM too.
 *
 * @since 0.1.0
 */
@Mojo(name = "builder", requiresProject = false, threadSafe = true)
public final class BuilderMojo extends GuardedMojo {
  private static final String FILE_NAME = "baci-builder.aci";

  private final MavenProject project;
  private final MavenSession session;

  /**
   * Where the ACI is written. By default <code>baci-builder.aci</code> in the build directory, or
   * in the current directory where there is no POM.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.builder.outputFile")
  private File builderOutputFile;

  /**
   * The JDK that the Java runtime is taken from. By default the one that runs Maven.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.jdkHome")
  private File jdkHome;

  /**
   * The store, as in <code>baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.storeDirectory")
  private File storeDirectory;

  @Inject
  BuilderMojo(MavenProject project, MavenSession session) {
    this.project = project;
    this.session = session;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    guarded(session, this::write);
  }

  private void write() throws InterruptedException {
    ProjectLayout layout = new ProjectLayout(project, session);
    Path file =
        builderOutputFile == null
            ? layout.buildDirectory().orElse(layout.baseDirectory()).resolve(FILE_NAME)
            : layout.resolve(builderOutputFile);
    Path jdk = jdkHome == null ? Path.of(System.getProperty("java.home")) : layout.resolve(jdkHome);
    try (LogListener listener = LogListener.of(getLog(), session)) {
      BuilderResult aci =
          new Baci()
              .builder(
                  new BuilderRequest(layout.storeDirectory(storeDirectory), jdk, file), listener);
      getLog().info("%s (%s)".formatted(aci.file(), ByteCount.of(aci.size())));
      getLog().info("Image ID " + aci.imageId());
    }
  }
}
