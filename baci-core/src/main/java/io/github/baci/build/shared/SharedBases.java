package io.github.baci.build.shared;

import io.github.baci.api.Digest;
import io.github.baci.api.ImageReference;
import io.github.baci.api.Platform;
import io.github.baci.build.shared.RecordSearch.Found;
import io.github.baci.source.pull.KnownDocuments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Manifests and configs of base images, which other builds have had to ask for: they come beside
 * the answer of the base image's own registry, and not after it. The rules of {@link SharedSteps}
 * hold.
 */
final class SharedBases implements KnownDocuments {
  private final RecordSearch search;
  private final Optional<RecordPush> push;
  private final CacheSession session;
  private final List<Future<?>> writing = new ArrayList<>();

  SharedBases(RecordSearch search, Optional<RecordPush> push, CacheSession session) {
    this.search = search;
    this.push = push;
    this.session = session;
  }

  @Override
  public OfImage of(ImageReference name, Platform platform) {
    String key = BaseDocuments.key(name, platform);
    return new OfOne(key, search.ask(BaseDocuments.KIND, key));
  }

  /** Waits until what was needed has been put where it is shared, or given up. */
  void finish() throws InterruptedException {
    if (push.isEmpty()) {
      return;
    }
    List<Future<?>> all;
    synchronized (writing) {
      all = List.copyOf(writing);
    }
    for (Future<?> each : all) {
      if (!push.get().await(each, "what is known of base images")) {
        return;
      }
    }
  }

  private final class OfOne implements OfImage {
    private final String key;
    private final Future<Optional<Found<BaseDocuments>>> asked;
    private final List<byte[]> needed = new ArrayList<>();
    private @Nullable List<byte[]> known;
    private boolean complete = true;

    OfOne(String key, Future<Optional<Found<BaseDocuments>>> asked) {
      this.key = key;
      this.asked = asked;
    }

    @Override
    public Optional<byte[]> find(Digest digest) throws InterruptedException {
      List<byte[]> documents = known;
      if (documents == null) {
        session.patience().moved();
        documents = search.await(asked).map(found -> found.record().documents()).orElse(List.of());
        known = documents;
      }
      for (byte[] document : documents) {
        if (digest.isOf(document)) {
          return Optional.of(document);
        }
      }
      complete = false;
      return Optional.empty();
    }

    @Override
    public void needed(byte[] document) {
      needed.add(document);
    }

    @Override
    public void resolved() {
      if (push.isEmpty() || complete || !BaseDocuments.areShareable(needed)) {
        return;
      }
      RecordPush to = push.get();
      BaseDocuments record = new BaseDocuments(key, needed);
      Future<?> begun =
          to.begin(BaseDocuments.KIND.tag(key), () -> to.put(BaseDocuments.KIND, record), () -> {});
      synchronized (writing) {
        writing.add(begun);
      }
    }
  }
}
