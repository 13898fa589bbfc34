package io.github.baci.maven;

import io.github.baci.api.BuildResult;
import io.github.baci.api.ImageId;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;

/** What a build wrote, as the project and its log get to know it. */
final class BuiltImage {
  private final BuildResult result;
  private final ImageProperties record;

  BuiltImage(BuildResult result) {
    this.result = result;
    this.record =
        new ImageProperties(
            result
                .aci()
                .map(
                    aci ->
                        new ImageProperties.Aci(
                            aci.file(), new ImageId(aci.imageId()).toString(), aci.size())),
            result
                .oci()
                .map(
                    oci ->
                        new ImageProperties.Oci(
                            oci.file(),
                            oci.manifest().toString(),
                            oci.config().toString(),
                            oci.size())));
  }

  /**
   * Attaches the files to the project and records them for other goals.
   *
   * @param directory the project's build directory
   */
  void attach(AttachedImage attached, Optional<String> classifier, Path directory) {
    record
        .aci()
        .ifPresent(aci -> attached.attach(AttachedImage.ACI, classifier, aci.file().toFile()));
    result.aci().stream()
        .flatMap(aci -> aci.bases().stream())
        .forEach(base -> attached.attachBase(classifier, base.qualifier(), base.file().toFile()));
    record
        .oci()
        .ifPresent(oci -> attached.attach(AttachedImage.OCI, classifier, oci.file().toFile()));
    record.write(ImageProperties.path(directory, classifier), directory);
  }

  /** Lets other goals of the same call of Maven know the image, where there is no POM. */
  void remember(ProjectLayout layout, Optional<String> classifier) {
    layout.remember(classifier, record);
  }

  /** Tells the files, their sizes and digests. */
  void tell(Log log) {
    result.aci().ifPresent(aci -> log.info(told(aci.file(), aci.size(), aci.upToDate())));
    record.aci().ifPresent(aci -> log.info("Image ID " + aci.imageId()));
    result.aci().stream()
        .flatMap(aci -> aci.bases().stream())
        .forEach(
            base ->
                log.info("Depends on %s (%s)".formatted(base.file(), ByteCount.of(base.size()))));
    result.oci().ifPresent(oci -> log.info(told(oci.file(), oci.size(), oci.upToDate())));
    record
        .oci()
        .ifPresent(
            oci ->
                log.info(
                    "Manifest digest %s, config digest %s"
                        .formatted(oci.manifestDigest(), oci.configDigest())));
  }

  /** Sets the properties that plugins which come after can use. */
  void setProperties(MavenProject project) {
    record
        .aci()
        .ifPresent(aci -> project.getProperties().setProperty("baci.imageId", aci.imageId()));
    record
        .oci()
        .ifPresent(
            oci ->
                project.getProperties().setProperty("baci.manifestDigest", oci.manifestDigest()));
  }

  private static String told(Path file, long size, boolean upToDate) {
    return "%s (%s%s)".formatted(file, ByteCount.of(size), upToDate ? ", up to date" : "");
  }
}
