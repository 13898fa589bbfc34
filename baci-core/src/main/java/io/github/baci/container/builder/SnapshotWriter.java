package io.github.baci.container.builder;

import io.github.baci.container.syscall.ContentCalls;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.layer.Holes;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.OpenLayerTars;
import io.github.baci.layer.TreeNode;
import java.io.ByteArrayInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ForkJoinTask;

/** Writes a snapshot as a layer. Small files are read ahead by other threads. */
final class SnapshotWriter {
  private static final long SMALL = 128 << 10;
  private static final int FILES_PER_BATCH = 128;
  private static final long BYTES_PER_BATCH = 2 << 20;
  private static final int BATCHES_AHEAD = 4;

  private final LayerStore layers;
  private final Workers workers;

  SnapshotWriter(LayerStore layers, Workers workers) {
    this.layers = layers;
    this.workers = workers;
  }

  /** Writes the layer and puts it into the store. */
  Layer write(Snapshot snapshot) throws IOException {
    try (LayerWriter writer = layers.newLayer();
        OpenLayerTars below = new OpenLayerTars()) {
      Deque<List<LayerEntry>> left = new ArrayDeque<>(batches(snapshot.entries()));
      Deque<ForkJoinTask<List<byte[]>>> reading = new ArrayDeque<>();
      Deque<List<LayerEntry>> begun = new ArrayDeque<>();
      while (!left.isEmpty() || !begun.isEmpty()) {
        while (!left.isEmpty() && reading.size() < BATCHES_AHEAD) {
          List<LayerEntry> batch = left.pop();
          begun.add(batch);
          reading.add(workers.begin(() -> read(batch, snapshot)));
        }
        List<byte[]> contents = result(reading.pop());
        List<LayerEntry> batch = begun.pop();
        for (int i = 0; i < batch.size(); i++) {
          add(batch.get(i), contents.get(i), snapshot, below, writer);
        }
      }
      return writer.commit();
    }
  }

  private static List<List<LayerEntry>> batches(List<LayerEntry> entries) {
    List<List<LayerEntry>> batches = new ArrayList<>();
    int start = 0;
    long bytes = 0;
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof LayerEntry.RegularFile file && file.size() <= SMALL) {
        bytes += file.size();
      }
      if (i - start + 1 == FILES_PER_BATCH || bytes >= BYTES_PER_BATCH || i + 1 == entries.size()) {
        batches.add(entries.subList(start, i + 1));
        start = i + 1;
        bytes = 0;
      }
    }
    return batches;
  }

  private static List<byte[]> read(List<LayerEntry> batch, Snapshot snapshot) throws IOException {
    List<byte[]> contents = new ArrayList<>(batch.size());
    try (OpenLayerTars below = new OpenLayerTars()) {
      for (LayerEntry entry : batch) {
        byte[] content = null;
        if (entry instanceof LayerEntry.RegularFile file && file.size() <= SMALL) {
          TreeNode source = snapshot.borrowed().get(file.path());
          content =
              source != null ? below.read(source, (int) SMALL) : read(file, snapshot.directory());
        }
        contents.add(content);
      }
    }
    return contents;
  }

  private static byte[] read(LayerEntry.RegularFile file, Path directory) throws IOException {
    byte[] content = new byte[(int) file.size()];
    int fd = open(file, directory);
    try (InputStream in = new FileInputStream("/proc/self/fd/" + fd)) {
      in.readNBytes(content, 0, content.length);
    } finally {
      FileCalls.close(fd);
    }
    return content;
  }

  private static List<byte[]> result(ForkJoinTask<List<byte[]>> task) throws IOException {
    try {
      return task.join();
    } catch (RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof IOException io) {
          throw io;
        }
      }
      throw e;
    }
  }

  private static void add(
      LayerEntry entry, byte[] content, Snapshot snapshot, OpenLayerTars below, LayerWriter writer)
      throws IOException {
    if (!(entry instanceof LayerEntry.RegularFile file)) {
      writer.add(entry);
    } else if (content != null) {
      writer.addFile(
          file.path(), file.attributes(), file.size(), new ByteArrayInputStream(content));
    } else if (snapshot.borrowed().containsKey(file.path())) {
      TreeNode source = snapshot.borrowed().get(file.path());
      long position = ((LayerEntry.RegularFile) source.entry()).offset();
      writer.addFile(file.path(), file.attributes(), file.size(), below.bytes(source), position);
    } else {
      int fd = open(file, snapshot.directory());
      try (FileChannel channel = FileChannel.open(Path.of("/proc/self/fd/" + fd))) {
        writer.addFile(
            file.path(),
            file.attributes(),
            file.size(),
            channel::read,
            0,
            new OpenFile(fd, file.size()));
      } finally {
        FileCalls.close(fd);
      }
    }
  }

  /** By descriptor: no path object holds every name, nor a path of every length. */
  private static int open(LayerEntry.RegularFile file, Path directory) throws IOException {
    return FileCalls.open(FileCalls.CWD, directory + "/" + file.path(), FileCalls.O_RDONLY, 0);
  }

  /** Where the content and the holes of a file are. */
  private record OpenFile(int fd, long size) implements Holes {
    @Override
    public long nextContent(long position) throws IOException {
      return ContentCalls.nextContent(fd, position, size);
    }

    @Override
    public long nextHole(long position) throws IOException {
      return ContentCalls.nextHole(fd, position, size);
    }
  }
}
