package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.http.HttpFailure;
import io.github.baci.image.Image;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.registry.Repository;
import io.github.baci.signature.UntrustedSignature;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whole images that are shared in repositories of registries, so that what has not changed is not
 * even composed. The rules of {@link SharedSteps} hold.
 */
public final class SharedImages {
  private final List<CacheRepository> from;
  private final Optional<ImageWriter> writer;
  private final Optional<Renewal> renewal;
  private final RecordSignatures signatures;
  private final Patience patience;
  private final ExecutorService threads;
  private final PieceStore pieces;
  private final BuildListener listener;

  /** An image that is known. */
  public final class Known {
    private final WholeImage image;
    private final CacheRepository place;

    private Known(WholeImage image, CacheRepository place) {
      this.image = image;
      this.place = place;
    }

    /** Returns the layers of the image, and what they cost. */
    public List<WholeImage.LayerSize> layers() {
      return image.layers();
    }

    /** Returns how many bytes have to come. */
    public long missing() {
      return pieces.missing(image.blobs());
    }

    /**
     * Brings the image; returns the files that were written, or nothing if it does not come.
     *
     * @param files where they are written, one for each that the record has
     * @throws BaciException if a file cannot be written
     */
    public Optional<List<FetchedFile>> bring(List<Path> files) throws InterruptedException {
      return SharedImages.this.bring(this, files);
    }
  }

  SharedImages(
      List<CacheRepository> from,
      Optional<CacheRepository> to,
      Optional<Renewal> renewal,
      RecordSignatures signatures,
      Patience patience,
      ExecutorService threads,
      Store store,
      CompressedLayers compressed,
      BuildListener listener) {
    this.from = from;
    this.renewal = renewal;
    this.pieces = new PieceStore(store, threads, patience);
    this.writer =
        to.map(
            place -> new ImageWriter(place, compressed, signatures, patience, threads, listener));
    this.signatures = signatures;
    this.patience = patience;
    this.threads = threads;
    this.listener = listener;
  }

  /** Begins to ask for an image. */
  public Future<Optional<Known>> ask(String key) {
    return threads.submit(() -> find(key));
  }

  /** Waits for what was asked for. */
  public Optional<Known> found(Future<Optional<Known>> asked) throws InterruptedException {
    try {
      return patience.await(asked);
    } catch (TimeoutException e) {
      from.forEach(CacheRepository::leaveIfSilent);
    } catch (ExecutionException e) {
      listener.debug("the step cache: " + e.getCause());
    }
    return Optional.empty();
  }

  private Optional<Known> find(String key) throws InterruptedException {
    for (CacheRepository each : from) {
      if (!each.isThere()) {
        continue;
      }
      try {
        Optional<Repository.Document> document =
            each.ask(repository -> repository.findManifest(WholeImage.tag(key)));
        if (document.isPresent()) {
          CacheArtifact artifact = CacheArtifact.read(document.get().bytes(), WholeImage.TYPE);
          WholeImage image = WholeImage.read(artifact, key);
          signatures.check(artifact);
          writer.ifPresent(to -> to.found(image, each));
          renewal.ifPresent(to -> to.found(each, WholeImage.tag(key), WholeImage.TYPE, artifact));
          return Optional.of(new Known(image, each));
        }
      } catch (HttpFailure e) {
        each.leave(e.getMessage());
      } catch (UntrustedSignature e) {
        each.distrust("a record that it has is not taken: " + e.getMessage());
      } catch (IOException e) {
        listener.debug("the step cache %s: %s".formatted(each.name(), e.getMessage()));
      }
    }
    return Optional.empty();
  }

  private Optional<List<FetchedFile>> bring(Known known, List<Path> files)
      throws InterruptedException {
    CacheRepository place = known.place;
    if (place.isAway() || patience.isOver()) {
      return Optional.empty();
    }
    long begin = System.nanoTime();
    try {
      pieces.bring(known.image.blobs(), place);
      return Optional.of(pieces.compose(known.image.files(), files));
    } catch (TimeoutException e) {
      place.leave("it does not send what it has in time");
    } catch (ExecutionException e) {
      patience.lost(System.nanoTime() - begin);
      failed(known, e.getCause());
    } catch (IOException e) {
      failed(known, e);
    }
    return Optional.empty();
  }

  private void failed(Known known, @Nullable Throwable cause) {
    writer.ifPresent(to -> to.damaged(known.image));
    if (cause instanceof HttpFailure e && e.kind() != HttpFailure.Kind.NOT_FOUND) {
      known.place.leave(e.getMessage());
    } else if (cause instanceof IOException || cause instanceof BaciException) {
      listener.warning(
          "the image is composed, because it cannot be taken from the step cache %s: %s"
              .formatted(known.place.name(), cause.getMessage()));
    } else {
      known.place.leave(String.valueOf(cause));
    }
  }

  /**
   * Begins to put an image into the repository for that.
   *
   * @param key stands for all that the files depend on
   * @param image what the files hold
   * @param written the files as they are
   */
  public void offer(String key, Image image, List<WrittenFile> written) {
    writer.ifPresent(to -> to.offer(key, image, written));
  }

  /** Waits until what was offered has been put there, or given up. */
  void finish() throws InterruptedException {
    if (writer.isPresent()) {
      writer.get().finish();
    }
  }
}
