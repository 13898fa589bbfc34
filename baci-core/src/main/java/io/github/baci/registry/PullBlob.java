package io.github.baci.registry;

import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpQuestion;
import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Optional;

/**
 * Asks for a blob, or for the rest of it where some of it has come. It has the size that its
 * descriptor says, or the conversation fails.
 */
final class PullBlob implements Conversation<BlobSink> {
  private static final int BUFFER = 64 << 10;
  private static final int PARTIAL = 206;

  private final String repository;
  private final Descriptor blob;
  private final Optional<URI> elsewhere;
  private final BlobSink sink;
  private final boolean inParts;

  /**
   * Asks for a blob.
   *
   * @param elsewhere where it lies, if not in the repository
   * @param inParts whether to ask for the rest alone where some of it has come
   */
  PullBlob(
      String repository, Descriptor blob, Optional<URI> elsewhere, BlobSink sink, boolean inParts) {
    this.repository = repository;
    this.blob = blob;
    this.elsewhere = elsewhere;
    this.sink = sink;
    this.inParts = inParts;
  }

  @Override
  public HttpQuestion question(URI registry) {
    HttpQuestion question =
        HttpQuestion.get(
            elsewhere.orElseGet(
                () -> registry.resolve("/v2/" + repository + "/blobs/" + blob.digest())));
    return sink.received() == 0 || !inParts
        ? question
        : question.with("Range", "bytes=%d-".formatted(sink.received()));
  }

  @Override
  public Scopes scopes() {
    return Scopes.pull(repository);
  }

  @Override
  public BlobSink read(HttpAnswer answer) throws IOException {
    long skip = sink.received();
    if (answer.status() == PARTIAL) {
      checkRange(answer, skip);
      skip = 0;
    }
    InputStream in = answer.body();
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      int known = (int) Math.min(skip, count);
      skip -= known;
      if (sink.received() + count - known > blob.size()) {
        throw new HttpFailure(
            HttpFailure.Kind.OTHER,
            "it gives more than the %d bytes that the manifest says".formatted(blob.size()));
      }
      if (count > known) {
        sink.take(buffer, known, count - known);
      }
    }
    if (sink.received() < blob.size()) {
      throw new HttpFailure(
          HttpFailure.Kind.BROKEN,
          "only %d of %d bytes came".formatted(sink.received(), blob.size()));
    }
    return sink;
  }

  private void checkRange(HttpAnswer answer, long wanted) throws HttpFailure {
    String range = answer.header("Content-Range").orElse("").strip();
    boolean isRest = range.isEmpty() && answer.length().orElse(0) == blob.size() - wanted;
    if (!isRest && !range.startsWith("bytes " + wanted + "-")) {
      throw new HttpFailure(
          HttpFailure.Kind.WRONG_ANSWER,
          "asked for the bytes from %d on, it gives '%s'".formatted(wanted, Json.shown(range)));
    }
  }
}
