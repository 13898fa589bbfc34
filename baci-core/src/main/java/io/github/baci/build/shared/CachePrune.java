package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.CachePruneReport;
import io.github.baci.api.CachePruneReport.Amount;
import io.github.baci.api.CachePruneRequest;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.PruneRequest;
import io.github.baci.http.HttpFailure;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes records by their age from a repository. The blobs that they name are the registry's to
 * delete, as it alone knows who else names them.
 */
public final class CachePrune {
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final List<RecordKind<?>> KINDS =
      List.of(StepRecord.KIND, WholeImage.KIND, BaseDocuments.KIND);

  private final CachePruneRequest request;
  private final BuildListener listener;
  private final Clock clock;

  /** Prepares for one repository. */
  public CachePrune(CachePruneRequest request, BuildListener listener, Clock clock) {
    this.request = request;
    this.listener = listener;
    this.clock = clock;
  }

  /** A record in the repository. */
  private record Found(String tag, Digest manifest, CacheArtifact artifact) {}

  /**
   * Deletes what is old.
   *
   * @throws BaciException if the repository cannot be read, or nothing can be deleted there
   */
  public CachePruneReport run() throws InterruptedException {
    ImageReference name = CacheRepository.reference(request.repository());
    Repository repository = Registries.standard(request.sources(), listener).open(name);
    try {
      List<Found> old = new ArrayList<>();
      List<Found> kept = new ArrayList<>();
      int others = 0;
      for (String tag : repository.tags()) {
        Optional<Found> found = find(repository, tag);
        if (found.isEmpty()) {
          others++;
        } else {
          (isOld(found.get().artifact()) ? old : kept).add(found.get());
        }
      }
      if (request.mode() == PruneRequest.Mode.DELETE) {
        delete(repository, old);
      }
      Map<Digest, Long> staying = blobs(kept);
      Map<Digest, Long> going = blobs(old);
      going.keySet().removeAll(staying.keySet());
      return new CachePruneReport(
          new Amount(old.size(), sum(going)), new Amount(kept.size(), sum(staying)), others);
    } catch (HttpFailure e) {
      throw new BaciException(e.explain("the step cache " + name + " cannot be pruned"), e);
    } catch (IOException e) {
      throw new BaciException(
          "the step cache %s cannot be pruned: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** Returns a record; nothing, if a tag is none of one, or has gone meanwhile. */
  private Optional<Found> find(Repository repository, String tag)
      throws IOException, InterruptedException {
    Optional<RecordKind<?>> kind =
        KINDS.stream().filter(each -> tag.startsWith(each.prefix())).findFirst();
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    Optional<Repository.Document> document = repository.findManifest(tag);
    if (document.isEmpty()) {
      return Optional.empty();
    }
    try {
      CacheArtifact artifact = CacheArtifact.read(document.get().bytes(), kind.get().type());
      return Optional.of(new Found(tag, document.get().digest(), artifact));
    } catch (IOException e) {
      listener.debug("%s is no record: %s".formatted(tag, e.getMessage()));
      return Optional.empty();
    }
  }

  /** A record that does not say when it was written is older than those that do. */
  private boolean isOld(CacheArtifact artifact) {
    Instant now = clock.instant();
    return request.olderThan().isEmpty()
        || artifact.written().isEmpty()
        || artifact.written().get().isBefore(now.minus(request.olderThan().get()));
  }

  private void delete(Repository repository, List<Found> old)
      throws IOException, InterruptedException {
    for (Found each : old) {
      listener.debug("deleting " + each.tag());
      try {
        repository.delete(each.manifest());
      } catch (HttpFailure e) {
        throw new BaciException(
            e.explain(request.repository() + " does not let records be deleted") + hint(e), e);
      }
    }
  }

  private static String hint(HttpFailure failure) {
    if (failure.status().orElse(0) == METHOD_NOT_ALLOWED) {
      return "; the plain registry deletes with REGISTRY_STORAGE_DELETE_ENABLED=true, others by"
          + " rules of their own for tags that begin with 'baci-'";
    }
    return failure.kind() == HttpFailure.Kind.DENIED
        ? "; the registry needs a login that may delete from this repository"
        : "";
  }

  private static Map<Digest, Long> blobs(List<Found> records) {
    Map<Digest, Long> blobs = new HashMap<>();
    for (Found record : records) {
      for (Descriptor blob : record.artifact().blobs()) {
        blobs.put(blob.digest(), blob.size());
      }
    }
    return blobs;
  }

  private static long sum(Map<Digest, Long> blobs) {
    return blobs.values().stream().mapToLong(Long::longValue).sum();
  }
}
