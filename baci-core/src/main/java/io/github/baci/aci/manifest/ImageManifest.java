package io.github.baci.aci.manifest;

import io.github.baci.aci.types.Annotations;
import io.github.baci.aci.types.App;
import io.github.baci.aci.types.Dependency;
import io.github.baci.aci.types.Labels;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifest of an App Container Image. One that exists is valid by schema 0.8.11.
 *
 * @param acVersion the version of the schema, a semantic version
 * @param name the image's name
 * @param labels its labels
 * @param app how it is run
 * @param annotations its annotations
 * @param dependencies images whose files lie below, in the order in which they are put down
 * @param pathWhitelist if not empty, the only paths of the rendered image
 */
public record ImageManifest(
    String acVersion,
    AcIdentifier name,
    Labels labels,
    Optional<App> app,
    Annotations annotations,
    List<Dependency> dependencies,
    List<String> pathWhitelist) {
  /** The version of the schema that this package follows. */
  public static final String SCHEMA_VERSION = "0.8.11";

  private static final Pattern VERSION =
      Pattern.compile(
          "(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

  /** Copies the lists and checks the version. */
  public ImageManifest {
    dependencies = List.copyOf(dependencies);
    pathWhitelist = List.copyOf(pathWhitelist);
    Matcher version = VERSION.matcher(acVersion);
    if (!version.matches() || acVersion.equals("0.0.0")) {
      throw new BaciException(
          "'%s' is not an acVersion: it must be a semantic version other than 0.0.0, as in %s"
              .formatted(acVersion, SCHEMA_VERSION));
    }
    if (!version.group(1).equals("0")) {
      throw new BaciException(
          "acVersion '%s' is of a later major version than %s, which this tool reads"
              .formatted(acVersion, SCHEMA_VERSION));
    }
  }

  /**
   * Reads a manifest. Fields that the schema does not have are ignored, so that an image of a later
   * minor version can be read.
   *
   * @param json the bytes of the file
   * @param origin what it belongs to, for messages
   * @throws BaciException if it is not JSON or not a valid image manifest
   */
  public static ImageManifest parse(byte[] json, String origin) {
    return new ManifestReader(origin).read(json);
  }

  /**
   * Returns this manifest with other dependencies and another path whitelist.
   *
   * @param paths all paths of the rendered image, absolute; empty if none is to be left out
   */
  public ImageManifest withDependencies(List<Dependency> images, List<String> paths) {
    return new ImageManifest(acVersion, name, labels, app, annotations, images, paths);
  }

  /** Returns the manifest as JSON on one line, its fields always in the same order. */
  public byte[] toJson() {
    return ManifestJson.write(this);
  }
}
