package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.discovery.UrlTemplate;
import java.util.Optional;

/** Where images lie in a Maven repository, as templates for a discovery page. */
final class RepositoryLayout {
  private static final String VERSION = "{version}";

  private final String url;

  /**
   * Takes a repository.
   *
   * @param url the URL that clients download from
   */
  RepositoryLayout(String url) {
    this.url = url.endsWith("/") ? url : url + "/";
  }

  /**
   * Returns the place of an artifact of any version, and of its signature, which has the same name
   * and one extension more.
   *
   * @param classifier may hold labels of the image in braces, as {@code {os}-{arch}}
   * @throws BaciException if the repository has no URL of HTTP, or the classifier a brace too much
   */
  UrlTemplate template(String groupId, String artifactId, Optional<String> classifier) {
    try {
      return new UrlTemplate(
          "%s%s/%s/%s/%s-%s%s.{ext}"
              .formatted(
                  url,
                  groupId.replace('.', '/'),
                  artifactId,
                  VERSION,
                  artifactId,
                  VERSION,
                  classifier.map(text -> "-" + text).orElse("")));
    } catch (BaciException e) {
      throw new BaciException(
          e.getMessage()
              + "; say by baci.discovery.repositoryUrl where the deployed images are downloaded",
          e);
    }
  }
}
