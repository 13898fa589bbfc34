package io.github.baci.registry;

import io.github.baci.api.Digest;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpQuestion;
import java.net.URI;

/** Deletes a manifest, and with it all tags that name it. */
final class DeleteManifest implements Conversation<Boolean> {
  private static final int NOT_FOUND = 404;

  private final String repository;
  private final Digest digest;

  DeleteManifest(String repository, Digest digest) {
    this.repository = repository;
    this.digest = digest;
  }

  @Override
  public HttpQuestion question(URI registry) {
    return HttpQuestion.of(
        "DELETE", registry.resolve("/v2/" + repository + "/manifests/" + digest));
  }

  @Override
  public Scopes scopes() {
    return Scopes.delete(repository);
  }

  @Override
  public boolean isAnswer(int status) {
    return Conversation.super.isAnswer(status) || status == NOT_FOUND;
  }

  /** Returns whether it was there. */
  @Override
  public Boolean read(HttpAnswer answer) {
    return answer.isSuccess();
  }
}
