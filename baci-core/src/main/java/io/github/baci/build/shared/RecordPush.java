package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.http.HttpBody;
import io.github.baci.http.HttpFailure;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Puts records, and the blobs that they name, into the repository for that. What does not go is
 * told, and never the reason for a failure. Safe for several threads.
 */
final class RecordPush {
  private final CacheRepository to;
  private final RecordSignatures signatures;
  private final CacheSession session;

  /** Puts blobs and a record there. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  RecordPush(CacheRepository to, RecordSignatures signatures, CacheSession session) {
    this.to = to;
    this.signatures = signatures;
    this.session = session;
  }

  /** Returns the repository. */
  CacheRepository place() {
    return to;
  }

  CacheSession session() {
    return session;
  }

  /**
   * Begins to put a record there.
   *
   * @param tag its tag
   * @param work puts it there
   * @param missing hears that blobs which the repository had may have been deleted since; the work
   *     is done a second time then
   */
  Future<?> begin(String tag, Work work, Runnable missing) {
    return session
        .threads()
        .submit(
            () -> {
              run(tag, work, missing);
              return null;
            });
  }

  private void run(String tag, Work work, Runnable missing) throws InterruptedException {
    if (!to.isThere()) {
      return;
    }
    try {
      try {
        work.run();
      } catch (HttpFailure e) {
        if (!CacheRepository.mayBeMissing(e)) {
          throw e;
        }
        missing.run();
        work.run();
      }
    } catch (HttpFailure e) {
      if (!to.isThereAlready(tag, e)) {
        to.leave(e.getMessage());
      }
    } catch (IOException | BaciException e) {
      session.listener().debug("the step cache %s: %s".formatted(to.name(), e.getMessage()));
    }
  }

  /** Returns whether the repository has a blob. */
  boolean has(Descriptor blob) throws IOException, InterruptedException {
    return to.ask(repository -> repository.has(blob));
  }

  /**
   * Puts a blob there.
   *
   * @param from a repository of the same registry that may have it
   */
  void push(Descriptor blob, HttpBody.Content content, Optional<String> from)
      throws IOException, InterruptedException {
    Patience patience = session.patience();
    patience.sent(blob.size());
    try {
      to.ask(repository -> repository.push(blob, content, from, bytes -> patience.moved()));
    } finally {
      patience.sent(-blob.size());
    }
  }

  /** Puts a record there whose blobs are there. */
  <R extends SharedRecord> void put(RecordKind<R> kind, R record)
      throws IOException, InterruptedException {
    byte[] config = record.config();
    push(
        CacheArtifact.blob(kind.type(), Digest.sha256Of(config), config.length),
        () -> new ByteArrayInputStream(config),
        Optional.empty());
    byte[] manifest = record.artifact(signatures.sign(config), Instant.now()).manifest(kind.type());
    to.ask(
        repository -> {
          repository.manifest(manifest, MediaTypes.OCI_MANIFEST, kind.tag(record.key()));
          return record;
        });
  }

  /**
   * Waits until something has been put there, or given up.
   *
   * @param what it is, as in "does not take results in time"
   * @return whether it is worth to wait for more
   */
  boolean await(Future<?> writing, String what) throws InterruptedException {
    try {
      session.patience().await(writing);
    } catch (TimeoutException e) {
      to.leave("it does not take %s in time".formatted(what));
    } catch (ExecutionException e) {
      to.leave(String.valueOf(e.getCause()));
    } catch (CancellationException e) {
      session.listener().debug("the step cache %s: given up".formatted(to.name()));
      return false;
    }
    return true;
  }
}
