package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.InspectRequest;
import io.github.baci.inspect.ImageReport;
import io.github.baci.inspect.ImageReportFormat;
import io.github.baci.inspect.JsonReport;
import io.github.baci.inspect.TextReport;
import java.io.File;
import java.io.PrintStream;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Shows what is in an image: manifest or config, layers with their sizes, what each step added, and
 * files; and how it differs from another image. Works without a POM too.
 *
 * @since 0.1.0
 */
@Mojo(name = "inspect", requiresProject = false, threadSafe = true)
public final class InspectMojo extends ImageMojo {

  /** The formats of reports. */
  private enum Format {
    TEXT,
    JSON
  }

  /**
   * The file or directory of the image that is shown: all that is below it, with the changes there
   * that each step made. By default the directories of the top level with their sizes, and of each
   * step the first changes.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.inspect.path")
  private String inspectPath;

  /**
   * Another image, named as <code>baci.image</code> is: the difference of documents and files to it
   * is shown, with what changed of each file: type, mode, owner, size, content, link, extended
   * attributes, time.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.inspect.against")
  private String against;

  /**
   * How the report is written: <code>text</code> for people or <code>json</code> for scripts.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.inspect.format", defaultValue = "text")
  private String inspectFormat;

  /**
   * Where the report is written. By default text goes to Maven's log, and <code>json</code> to
   * standard output, which is nothing but the report with Maven's option <code>-q</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.inspect.outputFile")
  private File inspectOutputFile;

  @Inject
  InspectMojo(
      MavenProject project,
      MavenSession session,
      SettingsDecrypter settingsDecrypter,
      RepositorySystem repositories) {
    super(project, session, settingsDecrypter, repositories);
  }

  @Override
  void run(ProjectLayout layout, LogListener listener) throws InterruptedException {
    Format format = EnumParameter.of(Format.class, inspectFormat, "baci.inspect.format");
    ImageReport report = new Baci().inspect(request(layout), listener);
    ImageReportFormat writer = format == Format.JSON ? new JsonReport() : new TextReport();
    String rendered = writer.render(report);
    if (inspectOutputFile != null) {
      Path file = layout.resolve(inspectOutputFile);
      ReportFile.write(file, rendered);
      getLog().info("%s: see %s".formatted(report.image(), file));
    } else if (format == Format.TEXT) {
      rendered.lines().forEach(getLog()::info);
    } else {
      PrintStream out = StandardStreams.out();
      out.print(rendered);
      out.flush();
    }
  }

  private InspectRequest request(ProjectLayout layout) {
    InspectRequest.Builder request =
        InspectRequest.builder(image(layout, "baci:inspect"), storeDirectory(layout))
            .search(search(layout));
    given(against).ifPresent(request::against);
    given(inspectPath).ifPresent(request::path);
    return request.build();
  }
}
