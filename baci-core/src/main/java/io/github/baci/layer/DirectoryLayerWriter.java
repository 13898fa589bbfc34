package io.github.baci.layer;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a layer into a staged file of the store. For one thread. */
final class DirectoryLayerWriter implements LayerWriter {
  private static final int END_BLOCKS = 2;

  private final DirectoryLayerStore layers;
  private final Store.Staged staged;
  private final FileChannel channel;
  private final TarSink sink;
  private final TarHeader header = new TarHeader();
  private final List<LayerEntry> entries = new ArrayList<>();

  /** Why nothing more can be written, if so. */
  private @Nullable String broken;

  DirectoryLayerWriter(DirectoryLayerStore layers, Store.Staged staged) throws IOException {
    this.layers = layers;
    this.staged = staged;
    this.channel = FileChannel.open(staged.path(), StandardOpenOption.WRITE);
    this.sink = new TarSink(channel);
  }

  @Override
  public void add(LayerEntry entry) throws IOException {
    if (entry instanceof LayerEntry.RegularFile) {
      throw new IllegalArgumentException("a regular file without its bytes: " + entry);
    }
    check(entry.path());
    if (entry instanceof LayerEntry.HardLink link) {
      check(link.target());
    }
    write(() -> header(entry));
    entries.add(entry);
  }

  @Override
  public LayerEntry.RegularFile addFile(
      String path, Attributes attributes, long size, InputStream content) throws IOException {
    return addFile(
        path,
        attributes,
        size,
        () -> {
          long copied = sink.copy(content, size);
          return copied == size && content.read() >= 0 ? size + 1 : copied;
        });
  }

  @Override
  public LayerEntry.RegularFile addFile(
      String path,
      Attributes attributes,
      long size,
      PositionedInput source,
      long position,
      Holes holes)
      throws IOException {
    return addFile(path, attributes, size, () -> copy(source, position, size, holes));
  }

  private long copy(PositionedInput source, long position, long size, Holes holes)
      throws IOException {
    long done = 0;
    while (done < size) {
      long content = Math.min(holes.nextContent(position + done) - position, size);
      sink.writeZeros(content - done);
      long hole = holes.nextHole(position + content) - position;
      long end = hole > content ? Math.min(hole, size) : size;
      long copied = sink.copy(source, position + content, end - content);
      done = content + copied;
      if (copied < end - content) {
        return done;
      }
    }
    return done;
  }

  private LayerEntry.RegularFile addFile(
      String path, Attributes attributes, long size, Copy content) throws IOException {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
    check(path);
    LayerEntry.RegularFile[] file = new LayerEntry.RegularFile[1];
    write(
        () -> {
          header(new LayerEntry.RegularFile(path, attributes, size, 0));
          file[0] = new LayerEntry.RegularFile(path, attributes, size, sink.position());
          long copied = content.copy();
          if (copied != size) {
            throw new BaciException(
                "'%s' should have %,d bytes but has %s: it was changed while it was read; try again"
                    .formatted(path, size, copied > size ? "more" : "%,d".formatted(copied)));
          }
          sink.writeZeros(TarBlock.padding(size));
        });
    entries.add(file[0]);
    return file[0];
  }

  private void header(LayerEntry entry) throws IOException {
    header.setForLayer(entry);
    sink.write(header.array(), 0, header.length());
  }

  /** Copies the content of a file into the sink and returns its length. */
  private interface Copy {
    long copy() throws IOException;
  }

  private interface Write {
    void run() throws IOException;
  }

  private void write(Write write) throws IOException {
    if (broken != null) {
      throw new IllegalStateException(broken);
    }
    broken = "an earlier entry was not written to its end";
    try {
      write.run();
    } catch (IOException e) {
      throw layers.explained(e, sink.position());
    }
    broken = null;
  }

  private static void check(String path) {
    if (!LayerPath.isClean(path)) {
      throw new IllegalArgumentException("not a path of a layer: '" + path + "'");
    }
    if (path.length() > TarLimits.PATH_NAMES
        && path.chars().filter(c -> c == '/').count() >= TarLimits.PATH_NAMES) {
      throw new BaciException(
          "'%s...' cannot be put into an image: more than %,d directories lie one in the other"
              .formatted(path.substring(0, 80), TarLimits.PATH_NAMES));
    }
    if (path.indexOf('\0') >= 0 || !NameBytes.isName(path)) {
      throw new BaciException(
          "'%s' cannot be put into an image: it has characters that no name of a file can have"
              .formatted(path));
    }
  }

  @Override
  public Layer commit() throws IOException {
    Digest[] diffId = new Digest[1];
    write(
        () -> {
          sink.writeZeros((long) END_BLOCKS * TarBlock.SIZE);
          diffId[0] = sink.finish();
          channel.close();
        });
    broken = "the layer is committed";
    return layers.commit(
        staged, diffId[0], new LayerIndex(sink.position(), entries, sink.checksums()));
  }

  @Override
  public void close() {
    broken = "the writer is closed";
    sink.close();
    try {
      channel.close();
    } catch (IOException e) {
      // The file vanishes anyway.
    }
    staged.close();
  }
}
