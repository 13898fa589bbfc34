package io.github.baci.registry;

import io.github.baci.api.Digest;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpBody;
import io.github.baci.http.HttpQuestion;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** Sends a part of a blob, or all of it, and completes the upload where it is the end. */
final class SendBlob implements Conversation<Optional<URI>> {
  private final String repository;
  private final HttpQuestion question;
  private final boolean completes;

  private SendBlob(String repository, HttpQuestion question, boolean completes) {
    this.repository = repository;
    this.question = question.with("Content-Type", "application/octet-stream");
    this.completes = completes;
  }

  /** Completes an upload with all that was not sent yet. */
  static SendBlob last(String repository, URI place, Digest digest, HttpBody rest) {
    return new SendBlob(
        repository, HttpQuestion.of("PUT", UploadPlace.completing(place, digest)).with(rest), true);
  }

  /** Sends all, and completes nothing. */
  static SendBlob stream(String repository, URI place, HttpBody all) {
    return new SendBlob(repository, HttpQuestion.of("PATCH", place).with(all), false);
  }

  /** Sends a piece that begins somewhere. */
  static SendBlob piece(String repository, URI place, long start, HttpBody piece) {
    return new SendBlob(
        repository,
        HttpQuestion.of("PATCH", place)
            .with(piece)
            .with("Content-Range", "%d-%d".formatted(start, start + piece.length() - 1)),
        false);
  }

  @Override
  public HttpQuestion question(URI registry) {
    return question;
  }

  @Override
  public Scopes scopes() {
    return Scopes.push(repository);
  }

  @Override
  public Optional<URI> read(HttpAnswer answer) throws IOException {
    if (!completes) {
      return Optional.of(UploadPlace.of(answer));
    }
    return Optional.empty();
  }
}
