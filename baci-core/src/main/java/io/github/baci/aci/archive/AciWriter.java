package io.github.baci.aci.archive;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.manifest.ManifestFactory;
import io.github.baci.api.AciCompression;
import io.github.baci.api.AciOptions;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import io.github.baci.compress.ChunkCodec;
import io.github.baci.image.Image;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TarHeader;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Writes ACIs: the files of an image, or what it has beside those that it depends on, then the
 * manifest. The bytes depend on the image and the options alone, whatever the store holds and
 * however many threads compress. Safe for several threads.
 */
public final class AciWriter implements AutoCloseable {
  private static final int BLOCK = 512;
  private static final int END_OF_TAR = 2 * BLOCK;

  /** How long a command runs at least before what it may still change is compressed. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Store store;
  private final int threads;
  private final BackgroundCompression background;

  /** Makes a writer that compresses with a thread for each processor. */
  public AciWriter(Store store) {
    this(store, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Makes a writer.
   *
   * @param store keeps compressed chunks for the next time
   * @param threads how many threads compress
   */
  public AciWriter(Store store, int threads) {
    this(store, threads, PATIENCE);
  }

  AciWriter(Store store, int threads, Duration patience) {
    this.store = store;
    this.threads = threads;
    this.background = new BackgroundCompression(store, patience);
  }

  /**
   * Begins to compress layers while others are still being made, with one thread in the background;
   * {@link #write} then finds what is done. Layers that were given before are not compressed twice,
   * and where all that is new is short, nothing is begun: to go through the files would take
   * longer.
   *
   * @param files files that will be an archive as they are
   * @param compression how the archive is going to be compressed
   */
  public void compressAhead(Difference files, AciCompression compression) {
    background.begin(files, compression);
  }

  /**
   * As {@link #compressAhead}, for files to which a command that now runs, and further layers, may
   * do anything. Commands that remove or change most of what the layer below has are common and
   * short. So nothing is begun in the first seconds, or in three times the time that this writer
   * has existed, and what was given before is given up.
   *
   * @param files returns the files of the image so far; asked at once, but in the background, as
   *     the command need not wait until they are merged, and the archive will need it
   */
  public void compressMeanwhile(Supplier<Difference> files, AciCompression compression) {
    background.beginLater(files, compression);
  }

  /**
   * Writes an ACI. The file that was there stays until the new one is complete; if the store wrote
   * it and nobody has changed it, what stays the same is copied from it.
   *
   * @param image the image
   * @param tree the tree of the image's layers
   * @param options name, labels, compression and all else that the image does not say
   * @param file where the ACI is written; its directory is made where it is missing
   * @param warnings hears what the manifest cannot say as the image does
   * @throws BaciException if the options are not valid or the file cannot be written
   */
  public WrittenAci write(
      Image image, FileTree tree, AciOptions options, Path file, Consumer<String> warnings)
      throws IOException, InterruptedException {
    ImageManifest manifest = ManifestFactory.manifest(image, tree, options, warnings);
    return write(tree, manifest, options.compression(), file);
  }

  /**
   * Writes an ACI of all files of an image, with a manifest that is there already.
   *
   * @param tree the tree of its layers
   * @throws BaciException if the file cannot be written
   */
  public WrittenAci write(
      FileTree tree, ImageManifest manifest, AciCompression compression, Path file)
      throws IOException, InterruptedException {
    return write(Difference.ofAll(tree), manifest, compression, file);
  }

  /**
   * Writes an ACI with a manifest that is there already. That a difference has its dependencies and
   * its path whitelist in the manifest is up to the caller.
   *
   * @param files the files
   * @throws BaciException if the file cannot be written
   */
  public WrittenAci write(
      Difference files, ImageManifest manifest, AciCompression compression, Path file)
      throws IOException, InterruptedException {
    background.stop();
    try (ChunkCodec codec = ChunkCodec.of(compression)) {
      ImageId imageId =
          new ArchiveComposer(store, codec, threads)
              .compose(
                  ArchiveOrder.of(files, codec.target()), tail(manifest), files.layers(), file);
      return new WrittenAci(file, Files.size(file), imageId, manifest);
    } catch (ClosedByInterruptException e) {
      InterruptedException interrupted = new InterruptedException();
      interrupted.initCause(e);
      throw interrupted;
    } catch (IOException e) {
      throw StorageFailure.explain(e, store, OptionalLong.empty()).orElseThrow(() -> e);
    }
  }

  /** Stops compressing ahead; what is done stays in the store. */
  @Override
  public void close() {
    background.close();
  }

  /**
   * Returns the manifest as the last entry of the archive, and the end of the tar. Where a version,
   * a label or a command is all that has changed, everything before it stays as it is.
   */
  private static byte[] tail(ImageManifest manifest) {
    byte[] json = manifest.toJson();
    ByteArrayOutputStream tail = new ByteArrayOutputStream(json.length + 4 * BLOCK);
    tail.writeBytes(
        TarHeader.encode(
            new LayerEntry.RegularFile(
                "manifest", Attributes.of(0644, 0, 0, Mtime.EPOCH), json.length, 0)));
    tail.writeBytes(json);
    tail.writeBytes(new byte[(-json.length & (BLOCK - 1)) + END_OF_TAR]);
    return tail.toByteArray();
  }
}
