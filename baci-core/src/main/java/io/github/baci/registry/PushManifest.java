package io.github.baci.registry;

import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpBody;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpQuestion;
import java.io.IOException;
import java.net.URI;

/** Puts a manifest into a repository, byte for byte. */
final class PushManifest implements Conversation<Void> {
  private final String repository;
  private final byte[] manifest;
  private final String mediaType;
  private final String qualifier;

  PushManifest(String repository, byte[] manifest, String mediaType, String qualifier) {
    this.repository = repository;
    this.manifest = manifest;
    this.mediaType = mediaType;
    this.qualifier = qualifier;
  }

  @Override
  public HttpQuestion question(URI registry) {
    return HttpQuestion.of("PUT", registry.resolve("/v2/" + repository + "/manifests/" + qualifier))
        .with("Content-Type", mediaType)
        .with(HttpBody.of(manifest));
  }

  @Override
  public Scopes scopes() {
    return Scopes.push(repository);
  }

  @Override
  public Void read(HttpAnswer answer) throws IOException {
    var kept = ContentDigest.of(answer);
    if (kept.isPresent() && !ContentDigest.compute(kept.get(), manifest).equals(kept.get())) {
      throw new HttpFailure(
          HttpFailure.Kind.WRONG_ANSWER,
          "the registry keeps another manifest than the one that was sent: %s"
              .formatted(kept.get()));
    }
    return null;
  }
}
