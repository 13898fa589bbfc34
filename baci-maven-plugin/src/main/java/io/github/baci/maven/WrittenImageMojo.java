package io.github.baci.maven;

import io.github.baci.api.AciMode;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.BaseSplit;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildRequestBuilder;
import io.github.baci.api.ImageForm;
import io.github.baci.api.LayerCompression;
import io.github.baci.api.OciOptions;
import io.github.baci.api.OutputFormats;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;

/**
 * What the user says of the image that a build writes: what it is called, what stands in its
 * manifests beside what the Dockerfile says, and in which files and forms it is written.
 */
abstract class WrittenImageMojo extends BaciMojo {
  private final MavenProject project;

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

  WrittenImageMojo(MavenProject project) {
    this.project = project;
  }

  /** Begins a request with all that the parameters here say. */
  final BuildRequestBuilder request(ProjectLayout layout, Path contextDirectory) {
    String imageName = given(name).orElseGet(() -> defaultName(layout));
    Path output =
        outputFile == null ? defaultOutput(layout, imageName) : layout.resolve(outputFile);
    AciMode aciMode = EnumParameter.of(AciMode.class, mode, "baci.mode");
    BaseSplit split = EnumParameter.of(BaseSplit.class, baseAcis, "baci.baseAcis");
    warn(aciMode, split);
    return BuildRequest.builder(contextDirectory, output, aci(imageName))
        .labels(KeyValues.of(imageLabels))
        .mode(aciMode)
        .baseAcis(split)
        .formats(formats(imageName));
  }

  private void warn(AciMode aciMode, BaseSplit split) {
    List<ImageForm> forms = forms();
    new IdleParameters()
        .add(split != BaseSplit.IMAGE, "baci.baseAcis", aciMode)
        .add(aciMode != AciMode.FLAT, "baci.mode", forms, ImageForm.ACI)
        .add(!compression.equalsIgnoreCase("gzip"), "baci.compression", forms, ImageForm.ACI)
        .add(!IsolatorParameter.toMap(isolators).isEmpty(), "<isolators>", forms, ImageForm.ACI)
        .add(
            !EventHandlerParameter.toMap(eventHandlers).isEmpty(),
            "<eventHandlers>",
            forms,
            ImageForm.ACI)
        .add(
            !layerCompression.equalsIgnoreCase("gzip"),
            "baci.layerCompression",
            forms,
            ImageForm.OCI)
        .add(!KeyValues.of(ociAnnotations).isEmpty(), "<ociAnnotations>", forms, ImageForm.OCI)
        .warnings()
        .forEach(getLog()::warn);
  }

  private List<ImageForm> forms() {
    List<ImageForm> forms =
        formats == null
            ? List.of()
            : EnumParameter.listOf(ImageForm.class, formats, "baci.formats");
    return forms.isEmpty() ? List.of(ImageForm.ACI) : forms;
  }

  /** Returns the classifier of the attached image, if it has one. */
  final Optional<String> wantedClassifier() {
    return given(classifier);
  }

  private OutputFormats formats(String imageName) {
    OciOptions options =
        new OciOptions(
            Optional.of(ProjectImageName.withoutLabels(imageName)),
            ProjectImageName.tag(imageName),
            KeyValues.of(ociAnnotations),
            EnumParameter.of(LayerCompression.class, layerCompression, "baci.layerCompression"));
    return OutputFormats.of(forms(), options);
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
