package io.github.baci.maven;

import io.github.baci.Baci;
import io.github.baci.api.BaciException;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ConvertResult;
import io.github.baci.api.ImageForm;
import io.github.baci.api.LayerCompression;
import java.io.File;
import java.nio.file.Path;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/**
 * Writes an image in another form: as an ACI, an OCI archive or a docker archive. What an ACI
 * depends on is put into the new image. Works without a POM too.
 *
 * @since 0.1.0
 */
@Mojo(name = "convert", requiresProject = false, threadSafe = true)
public final class ConvertMojo extends ImageMojo {

  /**
   * Where the new image is written.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.convert.to")
  private File to;

  /**
   * The form of the new image: <code>aci</code>, <code>oci</code> for an OCI archive, or <code>
   * docker</code> for what <code>docker load</code> reads. By default what the file's name says by
   * its end: <code>.aci</code>, <code>.oci.tar</code> or <code>.docker.tar</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.convert.format")
  private String convertFormat;

  /**
   * What the new image is called: for an ACI <code>NAME[:VERSION][,LABEL=VALUE...]</code>, else
   * <code>[REGISTRY/]REPOSITORY[:TAG]</code>. By default what it was called before.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.convert.name")
  private String convertName;

  /**
   * How an ACI is compressed, as in <code>baci:build</code>.
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
   * How those layers of an OCI archive are compressed that did not come compressed, as in <code>
   * baci:build</code>.
   *
   * @since 0.1.0
   */
  @Parameter(property = "baci.layerCompression", defaultValue = "gzip")
  private String layerCompression;

  @Inject
  ConvertMojo(
      MavenProject project,
      MavenSession session,
      SettingsDecrypter settingsDecrypter,
      RepositorySystem repositories) {
    super(project, session, settingsDecrypter, repositories);
  }

  @Override
  void run(ProjectLayout layout, LogListener listener) throws InterruptedException {
    if (to == null) {
      throw new BaciException("say where the new image is written by baci.convert.to");
    }
    Path file = layout.resolve(to);
    ImageForm form =
        given(convertFormat)
            .map(text -> EnumParameter.of(ImageForm.class, text, "baci.convert.format"))
            .orElseGet(() -> ImageForm.of(file));
    ConvertResult result = new Baci().convert(request(layout, file, form), listener);
    getLog().info("%s (%s)".formatted(result.file(), ByteCount.of(result.size())));
    getLog().info(BuiltImage.capitalised(form.identities().get(0).words() + " " + result.id()));
  }

  private ConvertRequest request(ProjectLayout layout, Path file, ImageForm form) {
    ConvertRequest.Builder request =
        ConvertRequest.builder(image(layout, "baci:convert"), file, form, storeDirectory(layout))
            .aciCompression(GzipMembers.compression(compression, gzipMembers))
            .layerCompression(
                EnumParameter.of(LayerCompression.class, layerCompression, "baci.layerCompression"))
            .search(search(layout));
    given(convertName).ifPresent(request::name);
    return request.build();
  }
}
