package io.github.baci.registry;

import io.github.baci.api.Digest;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpQuestion;
import java.net.URI;
import java.util.Optional;
import java.util.Set;

/** Asks whether a repository has a blob. Nothing comes of registries that do not say. */
final class CheckBlob implements Conversation<Optional<Boolean>> {
  /** A login may help, and time may: these are no answers. */
  private static final Set<Integer> NO_ANSWER = Set.of(401, 408, 425, 429);

  private static final int NOT_FOUND = 404;

  private final String repository;
  private final Digest digest;
  private final boolean byGet;

  /**
   * Asks.
   *
   * @param byGet whether to ask for its first byte, for registries that refuse HEAD
   */
  CheckBlob(String repository, Digest digest, boolean byGet) {
    this.repository = repository;
    this.digest = digest;
    this.byGet = byGet;
  }

  @Override
  public HttpQuestion question(URI registry) {
    URI url = registry.resolve("/v2/" + repository + "/blobs/" + digest);
    return byGet ? HttpQuestion.get(url).with("Range", "bytes=0-0") : HttpQuestion.of("HEAD", url);
  }

  @Override
  public Scopes scopes() {
    return Scopes.push(repository);
  }

  @Override
  public boolean isAnswer(int status) {
    return !NO_ANSWER.contains(status);
  }

  @Override
  public Optional<Boolean> read(HttpAnswer answer) {
    if (answer.isSuccess()) {
      return Optional.of(true);
    }
    return answer.status() == NOT_FOUND ? Optional.of(false) : Optional.empty();
  }
}
