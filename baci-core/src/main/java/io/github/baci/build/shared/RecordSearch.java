package io.github.baci.build.shared;

import io.github.baci.http.HttpFailure;
import io.github.baci.registry.Repository;
import io.github.baci.signature.UntrustedSignature;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** Looks for records in all repositories, in their order. Safe for several threads. */
final class RecordSearch {
  private final List<CacheRepository> from;
  private final Optional<Renewal> renewal;
  private final RecordSignatures signatures;
  private final CacheSession session;

  /**
   * A record that was found.
   *
   * @param place where it was found
   */
  record Found<R>(R record, CacheRepository place) {}

  RecordSearch(
      List<CacheRepository> from,
      Optional<Renewal> renewal,
      RecordSignatures signatures,
      CacheSession session) {
    this.from = List.copyOf(from);
    this.renewal = renewal;
    this.signatures = signatures;
    this.session = session;
  }

  /** Begins to ask for a record. */
  <R extends SharedRecord> Future<Optional<Found<R>>> ask(RecordKind<R> kind, String key) {
    return session.threads().submit(() -> find(kind, key));
  }

  /** Waits for what was asked for; what does not come in time is not there. */
  <R> Optional<Found<R>> await(Future<Optional<Found<R>>> asked) throws InterruptedException {
    try {
      return session.patience().await(asked);
    } catch (TimeoutException e) {
      from.forEach(CacheRepository::leaveIfSilent);
    } catch (ExecutionException e) {
      session.listener().debug("the step cache: " + e.getCause());
    }
    return Optional.empty();
  }

  private <R extends SharedRecord> Optional<Found<R>> find(RecordKind<R> kind, String key)
      throws InterruptedException {
    for (CacheRepository each : from) {
      if (!each.isThere()) {
        continue;
      }
      try {
        Optional<Repository.Document> document = each.find(kind.tag(key));
        if (document.isPresent()) {
          CacheArtifact artifact = CacheArtifact.read(document.get().bytes(), kind.type());
          R record = kind.reader().read(artifact, key);
          signatures.check(artifact);
          renewal.ifPresent(to -> to.found(each, kind.tag(key), kind.type(), artifact));
          return Optional.of(new Found<>(record, each));
        }
      } catch (HttpFailure e) {
        each.leave(e.getMessage());
      } catch (UntrustedSignature e) {
        each.distrust("a record that it has is not taken: " + e.getMessage());
      } catch (IOException e) {
        session.listener().debug("the step cache %s: %s".formatted(each.name(), e.getMessage()));
      }
    }
    return Optional.empty();
  }
}
