package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Whole images that are shared in repositories of registries, so that what has not changed is not
 * even composed. The rules of {@link SharedSteps} hold.
 */
public final class SharedImages {
  private final RecordSearch search;
  private final Optional<ImageWriter> writer;
  private final PieceStore pieces;
  private final CacheSession session;

  /** An image that was asked for. */
  public final class Asked {
    private final Future<Optional<RecordSearch.Found<WholeImage>>> answer;

    private Asked(Future<Optional<RecordSearch.Found<WholeImage>>> answer) {
      this.answer = answer;
    }

    /** Waits for the answer; returns nothing if none comes in time. */
    public Optional<Known> await() throws InterruptedException {
      Optional<RecordSearch.Found<WholeImage>> found = search.await(answer);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      if (!found.get().record().isMadeOf(session.context())) {
        session.listener().debug("the image is made of files that are not in the build context");
        return Optional.empty();
      }
      writer.ifPresent(to -> to.found(found.get().record(), found.get().place()));
      return Optional.of(new Known(found.get().record(), found.get().place()));
    }
  }

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

    /** Returns what whoever takes the image has to be warned of. */
    public List<String> warnings() {
      return image.warnings();
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
      RecordSearch search, Optional<ImageWriter> writer, PieceStore pieces, CacheSession session) {
    this.search = search;
    this.writer = writer;
    this.pieces = pieces;
    this.session = session;
  }

  /** Begins to ask for an image. */
  public Asked ask(String key) {
    session.patience().moved();
    return new Asked(search.ask(WholeImage.KIND, key));
  }

  private Optional<List<FetchedFile>> bring(Known known, List<Path> files)
      throws InterruptedException {
    CacheRepository place = known.place;
    if (place.isAway() || session.patience().isOver()) {
      return Optional.empty();
    }
    long begin = System.nanoTime();
    try {
      return Optional.of(pieces.bring(known.image, files, place));
    } catch (TimeoutException e) {
      place.leave("it does not send what it has in time");
    } catch (ExecutionException e) {
      session.patience().lost(System.nanoTime() - begin);
      failed(known, e.getCause());
    } catch (IOException e) {
      failed(known, e);
    }
    return Optional.empty();
  }

  private void failed(Known known, @Nullable Throwable cause) {
    writer.ifPresent(to -> to.damaged(known.image));
    known.place.failed(cause, "the image is composed, because it");
  }

  /**
   * Begins to put an image into the repository for that.
   *
   * @param key stands for all that the files depend on
   * @param image what the files hold
   * @param written the files as they are
   * @param warnings what whoever takes them has to be warned of
   */
  public void offer(String key, Image image, List<WrittenFile> written, List<String> warnings) {
    if (writer.isPresent() && WholeImage.areShareable(warnings)) {
      writer.get().offer(new ImageWriter.Offer(key, image, written, warnings));
    }
  }

  /** Waits until what was offered has been put there, or given up. */
  void finish() throws InterruptedException {
    if (writer.isPresent()) {
      writer.get().finish();
    }
  }
}
