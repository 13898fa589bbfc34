package io.github.baci.registry;

import io.github.baci.api.Digest;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpQuestion;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/**
 * Begins an upload, or has a blob mounted from another repository of the registry, which is granted
 * or answered with the beginning of an upload.
 *
 * <p>Nothing comes of a blob that was mounted.
 */
final class StartUpload implements Conversation<Optional<URI>> {
  private static final int CREATED = 201;

  private final String repository;
  private final Digest digest;
  private final Optional<String> from;

  StartUpload(String repository, Digest digest, Optional<String> from) {
    this.repository = repository;
    this.digest = digest;
    this.from = from;
  }

  @Override
  public HttpQuestion question(URI registry) {
    String mount = from.map(source -> "?mount=" + digest + "&from=" + source).orElse("");
    return HttpQuestion.of(
        "POST", registry.resolve("/v2/" + repository + "/blobs/uploads/" + mount));
  }

  @Override
  public Scopes scopes() {
    Scopes own = Scopes.push(repository);
    return from.map(source -> own.plus(Scopes.pull(source))).orElse(own);
  }

  @Override
  public Optional<URI> read(HttpAnswer answer) throws IOException {
    if (from.isPresent() && answer.status() == CREATED) {
      return Optional.empty();
    }
    return Optional.of(UploadPlace.of(answer));
  }
}
