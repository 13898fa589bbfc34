package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.http.HttpFailure;
import io.github.baci.image.Image;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Layer;
import io.github.baci.oci.CompressedLayers;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** Puts whole images into a repository: of their files the pieces that it lacks. */
final class ImageWriter {
  private static final int AT_ONCE = 6;

  private final CacheRepository to;
  private final CompressedLayers compressed;
  private final RecordSignatures signatures;
  private final Patience patience;
  private final ExecutorService threads;
  private final BuildListener listener;
  private final Set<String> written = ConcurrentHashMap.newKeySet();
  private final Set<Digest> suspect = ConcurrentHashMap.newKeySet();
  private Optional<Future<?>> writing = Optional.empty();

  /** Where a piece lies. */
  private record Source(Path file, PieceCutter.Cut cut) {
    InputStream open() throws IOException {
      FileChannel channel = FileChannel.open(file);
      return Channels.newInputStream(channel.position(cut.offset()));
    }
  }

  ImageWriter(
      CacheRepository to,
      CompressedLayers compressed,
      RecordSignatures signatures,
      Patience patience,
      ExecutorService threads,
      BuildListener listener) {
    this.to = to;
    this.compressed = compressed;
    this.signatures = signatures;
    this.patience = patience;
    this.threads = threads;
    this.listener = listener;
  }

  /** Hears that a repository has an image. */
  void found(WholeImage image, CacheRepository place) {
    if (place == to) {
      written.add(image.key());
    }
  }

  /** Hears that an image is of no use: it and its pieces are put there again. */
  void damaged(WholeImage image) {
    written.remove(image.key());
    image.blobs().forEach(blob -> suspect.add(blob.digest()));
  }

  /** Begins to put an image there, unless it is there already. */
  void offer(String key, Image image, List<WrittenFile> files) {
    if (written.add(key)) {
      writing =
          Optional.of(
              threads.submit(
                  () -> {
                    write(key, image, files);
                    return null;
                  }));
    }
  }

  private void write(String key, Image image, List<WrittenFile> files) throws InterruptedException {
    if (!to.isThere()) {
      return;
    }
    try {
      Map<Digest, Source> sources = new LinkedHashMap<>();
      List<WholeImage.ImageFile> cut = new ArrayList<>();
      List<WholeImage.LayerSize> layers = new ArrayList<>();
      patience.working();
      try {
        for (WrittenFile file : files) {
          cut.add(cut(file, sources));
        }
        for (Layer layer : image.layers()) {
          layers.add(new WholeImage.LayerSize(layer.diffId(), size(layer, image)));
        }
      } finally {
        patience.worked();
      }
      WholeImage record = new WholeImage(key, layers, cut);
      pushAll(sources);
      try {
        put(record);
      } catch (HttpFailure e) {
        if (!CacheRepository.mayBeMissing(e)) {
          throw e;
        }
        suspect.addAll(sources.keySet());
        pushAll(sources);
        put(record);
      }
    } catch (HttpFailure e) {
      if (!to.isThereAlready(WholeImage.tag(key), e)) {
        to.leave(e.getMessage());
      }
    } catch (IOException | BaciException e) {
      listener.debug("the step cache %s: %s".formatted(to.name(), e.getMessage()));
    }
  }

  /** Returns how many bytes come where a layer is missing. */
  private long size(Layer layer, Image image) throws IOException, InterruptedException {
    PulledBlob pulled = image.blobs().get(layer.diffId());
    return pulled != null ? pulled.size() : compressed.of(layer).size();
  }

  private static WholeImage.ImageFile cut(WrittenFile file, Map<Digest, Source> sources)
      throws IOException {
    List<PieceCutter.Cut> known = new ArrayList<>();
    for (WrittenFile.Blob blob : file.blobs()) {
      known.add(new PieceCutter.Cut(blob.offset(), new Piece.Blob(blob.digest(), blob.size())));
    }
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
          threads.submit(
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
    if (!suspect.contains(blob.digest()) && to.ask(repository -> repository.has(descriptor))) {
      return;
    }
    patience.sent(blob.size());
    try {
      to.ask(
          repository ->
              repository.push(
                  descriptor, piece::open, Optional.empty(), bytes -> patience.moved()));
    } finally {
      patience.sent(-blob.size());
    }
  }

  private void put(WholeImage image) throws IOException, InterruptedException {
    byte[] config = image.config();
    Descriptor described =
        CacheArtifact.blob(WholeImage.TYPE, Digest.sha256Of(config), config.length);
    to.ask(
        repository ->
            repository.push(
                described,
                () -> new ByteArrayInputStream(config),
                Optional.empty(),
                bytes -> patience.moved()));
    byte[] manifest =
        image.artifact(signatures.sign(config), Instant.now()).manifest(WholeImage.TYPE);
    to.ask(
        repository -> {
          repository.manifest(manifest, MediaTypes.OCI_MANIFEST, WholeImage.tag(image.key()));
          return described;
        });
  }

  /** Waits until what was offered has been put there, or given up. */
  void finish() throws InterruptedException {
    if (writing.isEmpty()) {
      return;
    }
    patience.moved();
    try {
      patience.await(writing.get());
    } catch (TimeoutException e) {
      to.leave("it does not take the image in time");
    } catch (ExecutionException e) {
      to.leave(String.valueOf(e.getCause()));
    } catch (CancellationException e) {
      listener.debug("the step cache %s: given up".formatted(to.name()));
    }
  }
}
