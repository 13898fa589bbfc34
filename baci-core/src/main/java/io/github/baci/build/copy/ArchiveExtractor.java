package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.compress.Compression;
import io.github.baci.compress.Decompressor;
import io.github.baci.layer.Archive;
import io.github.baci.layer.TarEntry;
import io.github.baci.layer.TarReader;
import io.github.baci.store.Store;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extracts tar archives into a draft, as ADD does. An archive is told by its content: what begins
 * with a tar header, once decompressed. The bytes of its files stay where they are until the layer
 * is written; a compressed archive is decompressed to a temporary file before.
 */
final class ArchiveExtractor implements AutoCloseable {
  private final TreeCopier copier;
  private final Spool spool;
  private final List<Closeable> open = new ArrayList<>();

  ArchiveExtractor(TreeCopier copier, Store store) {
    this.copier = copier;
    this.spool = new Spool(store);
  }

  /** Extracts a regular file if it is an archive; returns whether it is. */
  boolean extract(SourceNode node) throws IOException {
    return extract(node.open());
  }

  /** Extracts a file that was fetched if it is an archive; returns whether it is. */
  boolean extract(Path file, String origin) throws IOException {
    FileChannel channel = FileChannel.open(file);
    return extract(new FileRange(channel, 0, channel.size(), origin));
  }

  private boolean extract(FileRange file) throws IOException {
    open.add(file.file());
    if (!isArchive(file)) {
      return false;
    }
    FileRange tar = isCompressed(file) ? spool.keepDecompressed(file) : file;
    CopyTarget.Place destination = copier.archiveDirectory();
    ArchiveEntries entries =
        new ArchiveEntries(
            new CopyTarget(destination.node()), destination.path(), file.origin(), copier);
    try (TarReader reader = new TarReader(tar.stream(), file.origin())) {
      for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        entries.add(entry.get(), content(entry.get(), tar, reader));
      }
    }
    return true;
  }

  /** Returns what writes the bytes of an entry later; nothing for what has none. */
  private Optional<CopyTargetNode.Content> content(TarEntry entry, FileRange tar, TarReader reader)
      throws IOException {
    if (entry.type() != TarEntry.Type.FILE) {
      return Optional.empty();
    }
    FileRange bytes =
        entry.sparse()
            ? spool.keep(reader.content(), tar.origin())
            : new FileRange(
                tar.bytes(),
                tar.file(),
                tar.position() + entry.offset(),
                entry.size(),
                tar.origin());
    return Optional.of(
        (output, path, attributes) ->
            output
                .writer()
                .addFile(path, attributes, bytes.size(), bytes.bytes(), bytes.position()));
  }

  private static boolean isCompressed(FileRange file) throws IOException {
    byte[] head = file.stream().readNBytes(Compression.MAGIC_LENGTH);
    return Compression.detect(head, head.length) != Compression.NONE;
  }

  private static InputStream decompressed(FileRange file) throws IOException {
    return Decompressor.open(file.stream(), file.origin());
  }

  private static boolean isArchive(FileRange file) throws IOException {
    byte[] head;
    try (InputStream in = decompressed(file)) {
      head = in.readNBytes(Archive.HEADER);
    } catch (BaciException e) {
      // What only looks compressed is copied as it is.
      return false;
    }
    return Archive.isBegin(head, file.origin());
  }

  @Override
  public void close() throws IOException {
    for (Closeable file : open) {
      file.close();
    }
    spool.close();
  }
}
