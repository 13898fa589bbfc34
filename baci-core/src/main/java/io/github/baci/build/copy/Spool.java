package io.github.baci.build.copy;

import io.github.baci.compress.DecompressionLimits;
import io.github.baci.compress.Decompressor;
import io.github.baci.compress.XzBlocks;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Temporary files beside the store's own, for bytes that cannot be read where they are. */
final class Spool implements AutoCloseable {
  static final int BUFFER = 128 * 1024;

  private final Store store;
  private final List<Path> files = new ArrayList<>();
  private final List<FileChannel> open = new ArrayList<>();
  private @Nullable Path directory;

  Spool(Store store) {
    this.store = store;
  }

  /**
   * Keeps all that a stream gives.
   *
   * @param origin what it is, for messages
   */
  FileRange keep(InputStream in, String origin) throws IOException {
    FileChannel channel = create();
    return new FileRange(channel, 0, copy(in, channel), origin);
  }

  /** Keeps what a compressed file holds. */
  FileRange keepDecompressed(FileRange file) throws IOException {
    FileChannel channel = create();
    OptionalLong size =
        XzBlocks.decompress(
            (target, position) -> file.bytes().read(target, file.position() + position),
            file.size(),
            channel,
            DecompressionLimits.DEFAULT);
    if (size.isEmpty()) {
      channel.truncate(0);
      try (InputStream in = Decompressor.open(file.stream(), file.origin())) {
        size = OptionalLong.of(copy(in, channel));
      }
    }
    return new FileRange(channel, 0, size.getAsLong(), file.origin());
  }

  private FileChannel create() throws IOException {
    if (directory == null) {
      directory = store.newTemporaryDirectory();
    }
    Path file = directory.resolve("spool-" + files.size());
    files.add(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    open.add(channel);
    return channel;
  }

  private static long copy(InputStream in, FileChannel channel) throws IOException {
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
      size += read;
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    return size;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : open) {
      channel.close();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
    if (directory != null) {
      Files.deleteIfExists(directory);
    }
  }
}
