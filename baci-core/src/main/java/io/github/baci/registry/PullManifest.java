package io.github.baci.registry;

import io.github.baci.api.Digest;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpQuestion;
import io.github.baci.oci.MediaTypes;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Asks for a manifest or an index, by a tag or a digest. */
final class PullManifest implements Conversation<Optional<Repository.Document>> {
  /** What the distribution specification says that registries should take at least. */
  static final int LARGEST = 4 << 20;

  private static final String ACCEPTED =
      String.join(
          ", ",
          MediaTypes.OCI_INDEX,
          MediaTypes.OCI_MANIFEST,
          MediaTypes.DOCKER_LIST,
          MediaTypes.DOCKER_MANIFEST);
  private static final int NOT_FOUND = 404;

  private final String repository;
  private final String qualifier;
  private final boolean mayBeMissing;

  PullManifest(String repository, String qualifier, boolean mayBeMissing) {
    this.repository = repository;
    this.qualifier = qualifier;
    this.mayBeMissing = mayBeMissing;
  }

  @Override
  public HttpQuestion question(URI registry) {
    return HttpQuestion.get(registry.resolve("/v2/" + repository + "/manifests/" + qualifier))
        .with("Accept", ACCEPTED);
  }

  @Override
  public Scopes scopes() {
    return Scopes.pull(repository);
  }

  @Override
  public boolean isAnswer(int status) {
    return Conversation.super.isAnswer(status) || (mayBeMissing && status == NOT_FOUND);
  }

  @Override
  public Optional<Repository.Document> read(HttpAnswer answer) throws IOException {
    if (!answer.isSuccess()) {
      return Optional.empty();
    }
    byte[] bytes = answer.bytes(LARGEST);
    if (bytes.length > 0 && bytes[0] == '<') {
      throw new HttpFailure(
          HttpFailure.Kind.WRONG_ANSWER,
          "a web page came, and no manifest: something else answers in the registry's place, such"
              + " as a proxy or a login page");
    }
    Digest digest = Digest.sha256Of(bytes);
    Optional<Digest> asked =
        qualifier.contains(":") ? Optional.of(Digest.parse(qualifier)) : Optional.empty();
    Optional<Digest> expected = asked.or(() -> ContentDigest.of(answer));
    if (expected.isPresent()
        && !ContentDigest.compute(expected.get(), bytes).equals(expected.get())) {
      throw new HttpFailure(
          HttpFailure.Kind.WRONG_ANSWER,
          "something else came, which has the digest %s and not %s"
              .formatted(digest, expected.get()));
    }
    return Optional.of(new Repository.Document(bytes, digest));
  }
}
