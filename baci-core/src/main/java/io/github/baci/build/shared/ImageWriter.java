package io.github.baci.build.shared;

import io.github.baci.api.Digest;
import io.github.baci.build.parts.LayerParts;
import io.github.baci.build.parts.Piece;
import io.github.baci.build.parts.PieceCutter;
import io.github.baci.build.parts.StoredPieces;
import io.github.baci.image.Image;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Puts whole images into a repository: of their files the pieces that it lacks. */
final class ImageWriter {
  private static final int AT_ONCE = 6;

  /** A layer is sent whole, unless all but one of so many bytes need not be. */
  private static final int LEAST_MADE = 8;

  private final RecordPush push;
  private final CompressedLayers compressed;
  private final LayerParts parts;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Set<Digest> suspect = ConcurrentHashMap.newKeySet();
  private Optional<Future<?>> writing = Optional.empty();

  /**
   * An image that is to be shared.
   *
   * @param key stands for all that the files depend on
   */
  record Offer(String key, Image image, List<WrittenFile> files, List<String> warnings) {}

  /** Where a piece lies. */
  private record Source(Path file, PieceCutter.Cut cut) {
    InputStream open() throws IOException {
      FileChannel channel = FileChannel.open(file);
      return Channels.newInputStream(channel.position(cut.offset()));
    }
  }

  ImageWriter(RecordPush push, CompressedLayers compressed, LayerParts parts) {
    this.push = push;
    this.compressed = compressed;
    this.parts = parts;
  }

  /** Hears that a repository has an image. */
  void found(WholeImage image, CacheRepository place) {
    if (place == push.place()) {
      written.add(image.key());
    }
  }

  /** Hears that an image is of no use: it and its pieces are put there again. */
  void damaged(WholeImage image) {
    written.remove(image.key());
    image.blobs().forEach(blob -> suspect.add(blob.digest()));
  }

  /** Begins to put an image there, unless it is there already. */
  void offer(Offer offer) {
    if (written.add(offer.key())) {
      Map<Digest, Source> sources = new LinkedHashMap<>();
      writing =
          Optional.of(
              push.begin(
                  WholeImage.KIND.tag(offer.key()),
                  () -> put(offer, sources),
                  () -> suspect.addAll(sources.keySet())));
    }
  }

  private void put(Offer offer, Map<Digest, Source> sources)
      throws IOException, InterruptedException {
    Patience patience = push.session().patience();
    List<WholeImage.ImageFile> cut = new ArrayList<>();
    List<WholeImage.LayerSize> layers = new ArrayList<>();
    patience.working();
    try {
      for (WrittenFile file : offer.files()) {
        cut.add(cut(file, given(file), sources));
      }
      for (Layer layer : offer.image().layers()) {
        layers.add(new WholeImage.LayerSize(layer.diffId(), size(layer, offer.image())));
      }
    } finally {
      patience.worked();
    }
    pushAll(sources);
    push.put(WholeImage.KIND, new WholeImage(offer.key(), layers, cut, offer.warnings()));
  }

  /** Returns how many bytes come where a layer is missing. */
  private long size(Layer layer, Image image) throws IOException, InterruptedException {
    PulledBlob pulled = image.blobs().get(layer.diffId());
    if (pulled != null) {
      return pulled.size();
    }
    Optional<byte[]> made = parts.of(layer);
    return made.isPresent() ? made.get().length : compressed.of(layer).size();
  }

  /**
   * Returns the pieces that are not cut: those that nobody need send, and layers, but for those of
   * which nearly nothing is left to be sent.
   */
  private List<PieceCutter.Cut> given(WrittenFile file) throws IOException {
    List<PieceCutter.Cut> stored =
        new ArrayList<>(StoredPieces.in(file.file(), push.session().context()));
    List<PieceCutter.Cut> given = new ArrayList<>();
    for (WrittenFile.Blob blob : file.blobs()) {
      List<PieceCutter.Cut> inside =
          stored.stream().filter(piece -> blob.holds(piece.offset())).toList();
      long made = inside.stream().mapToLong(piece -> piece.piece().size()).sum();
      if (made < blob.size() - blob.size() / LEAST_MADE) {
        stored.removeAll(inside);
        given.add(new PieceCutter.Cut(blob.offset(), new Piece.Blob(blob.digest(), blob.size())));
      }
    }
    given.addAll(stored);
    given.sort(Comparator.comparingLong(PieceCutter.Cut::offset));
    return given;
  }

  private static WholeImage.ImageFile cut(
      WrittenFile file, List<PieceCutter.Cut> known, Map<Digest, Source> sources)
      throws IOException {
    List<Piece> pieces = new ArrayList<>();
    for (PieceCutter.Cut each : PieceCutter.cut(file.file(), known)) {
      pieces.add(each.piece());
      if (each.piece() instanceof Piece.Blob blob) {
        sources.putIfAbsent(blob.digest(), new Source(file.file(), each));
      }
    }
    return new WholeImage.ImageFile(file.form(), file.digests(), pieces);
  }

  private void pushAll(Map<Digest, Source> sources) throws IOException, InterruptedException {
    Queue<Source> left = new ConcurrentLinkedQueue<>(sources.values());
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < Math.min(AT_ONCE, sources.size()); i++) {
      running.add(
          push.session()
              .threads()
              .submit(
                  () -> {
                    for (Source piece = left.poll(); piece != null; piece = left.poll()) {
                      push(piece);
                    }
                    return null;
                  }));
    }
    try {
      for (Future<?> each : running) {
        each.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    } finally {
      left.clear();
      running.forEach(each -> each.cancel(true));
    }
  }

  private void push(Source piece) throws IOException, InterruptedException {
    Piece.Blob blob = (Piece.Blob) piece.cut().piece();
    Descriptor descriptor = blob.descriptor();
    if (suspect.contains(blob.digest()) || !push.has(descriptor)) {
      push.push(descriptor, piece::open, Optional.empty());
    }
  }

  /** Waits until what was offered has been put there, or given up. */
  void finish() throws InterruptedException {
    if (writing.isPresent()) {
      push.session().patience().moved();
      push.await(writing.get(), "the image");
    }
  }
}
