package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.discovery.AdvertisedImage;
import io.github.baci.discovery.DiscoveryPage;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.DeploymentRepository;
import org.apache.maven.model.DistributionManagement;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * Writes the page by which <code>rkt fetch example.com/app:1.0</code> finds the image in the Maven
 * repository that it was deployed to (<em>meta discovery</em> of the App Container Specification).
 * The web server of the host that the image's name begins with must answer with this page for the
 * image's name, or for one of the paths above it: for <code>https://example.com/</code>, for
 * example.
 *
 * <p>The page serves for all versions that are released. Snapshots are not found, because
 * repositories keep them under the time of their deployment.
 *
 * @since 0.1.0
 */
@Mojo(name = "discovery", threadSafe = true)
public final class DiscoveryMojo extends GuardedMojo {
  private static final String SNAPSHOT = "-SNAPSHOT";
  private static final String FILE_NAME = "ac-discovery.html";

  private final MavenProject project;
  private final MavenSession session;

  /**
   * The name of the project's image, as in <code>baci:build</code>. It begins with the host that
   * clients ask for the page.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.name")
  private String name;

  /**
   * The classifier of the project's image. Labels of images may stand in it in braces, as in <code>
   * {os}-{arch}</code>, for images that are deployed for several platforms.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.classifier")
  private String classifier;

  /**
   * The labels of the project's image, as in <code>baci:build</code>: its label <code>version
   * </code> must be the project's version, as this is where the repository has it.
   *
   * @since 0.1.0
   */
  @Parameter private Properties labels;

  /**
   * The images on the page, in place of the project's own: each has a <code>name</code>, an <code>
   * artifactId</code>, and maybe a <code>groupId</code> (by default the project's) and a <code>
   * classifier</code>. So one page serves for several projects, or a parent project writes that of
   * its modules.
   *
   * @since 0.1.0
   */
  @Parameter private List<DiscoveredImage> images;

  /**
   * Where the repository is downloaded from. By default the URL that the project is deployed to, if
   * it is one of HTTP.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.discovery.repositoryUrl")
  private String repositoryUrl;

  /**
   * URLs of the public keys that the images are signed with: what <code>rkt trust
   * --prefix=example.com</code> offers to trust. Without them the page names no key.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.discovery.publicKeys")
  private List<String> publicKeys;

  /**
   * Where the page is written.
   *
   * @since 0.1.0
   */
  @Parameter(
      property = "baci.discovery.outputFile",
      defaultValue = "${project.build.directory}/baci/" + FILE_NAME)
  private File discoveryOutputFile;

  /**
   * Whether to do nothing.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.skip", defaultValue = "false")
  private boolean skip;

  @Inject
  DiscoveryMojo(MavenProject project, MavenSession session) {
    this.project = project;
    this.session = session;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      getLog().info("Skipped: baci.skip is set");
      return;
    }
    guarded(session, this::write);
  }

  private void write() {
    RepositoryLayout layout = new RepositoryLayout(repository());
    DiscoveryPage page = new DiscoveryPage(publicKeys == null ? List.of() : publicKeys);
    if (images == null || images.isEmpty()) {
      addOwn(page, layout);
    } else {
      for (DiscoveredImage image : images) {
        page.add(
            AdvertisedImage.parse(image.name()).name(),
            layout.template(
                image.groupId(project.getGroupId()), image.artifactId(), image.classifier()));
      }
    }
    Path file = new ProjectLayout(project, session).resolve(discoveryOutputFile);
    ReportFile.write(file, page.toHtml());
    getLog().info(file.toString());
  }

  private void addOwn(DiscoveryPage page, RepositoryLayout layout) {
    String named =
        given(name)
            .orElseGet(
                () ->
                    ProjectImageName.of(
                        project.getGroupId(), project.getArtifactId(), project.getVersion()));
    AdvertisedImage image = AdvertisedImage.parse(named);
    String version =
        Optional.ofNullable(KeyValues.of(labels).get("version"))
            .or(() -> image.version())
            .orElseThrow(
                () ->
                    new BaciException(
                        "the image '%s' has no version, by which clients find it in the repository; write %s:%s"
                            .formatted(named, image.name(), project.getVersion())));
    if (!version.equals(project.getVersion())) {
      throw new BaciException(
          "the image %s has version %s, but the project %s, and where an image is in a repository is told by the project's version; give both the same"
              .formatted(image.name(), version, project.getVersion()));
    }
    if (version.endsWith(SNAPSHOT)) {
      getLog()
          .warn(
              "Version %s will not be found, as repositories keep snapshots under the time of their deployment; the page serves for releases"
                  .formatted(version));
    }
    page.add(
        image.name(),
        layout.template(project.getGroupId(), project.getArtifactId(), given(classifier)));
  }

  private String repository() {
    return given(repositoryUrl)
        .or(
            () ->
                Optional.ofNullable(project.getDistributionManagement())
                    .map(DistributionManagement::getRepository)
                    .map(DeploymentRepository::getUrl))
        .orElseThrow(
            () ->
                new BaciException(
                    "the project does not say where it is deployed to; say by"
                        + " baci.discovery.repositoryUrl where the deployed images are"
                        + " downloaded"));
  }
}
