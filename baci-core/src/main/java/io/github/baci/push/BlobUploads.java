package io.github.baci.push;

import io.github.baci.api.BuildListener;
import io.github.baci.concurrent.DaemonThreads;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.Repository;
import io.github.baci.source.pull.ImageArchive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Sends the blobs of an image that a repository lacks, several side by side. */
final class BlobUploads {
  /** Enough to hide one blob's latency behind another's bytes; registries limit more. */
  private static final int AT_ONCE = 3;

  private static final long STEP = 256 << 10;

  private final ImageArchive image;
  private final Repository upload;
  private final MountSources from;
  private final String name;
  private final BuildListener listener;
  private final long total;
  private long done;
  private long told;
  private Count count = new Count(0, 0, 0);

  /**
   * What was done.
   *
   * @param sent how many blobs were sent
   * @param mounted how many came from another repository
   * @param bytes how many bytes were sent
   */
  record Count(int sent, int mounted, long bytes) {}

  /**
   * Prepares for one repository.
   *
   * @param from other repositories of the registry that may have some of the blobs
   * @param name what the image is called, for the listener
   */
  BlobUploads(
      ImageArchive image,
      Repository upload,
      MountSources from,
      String name,
      BuildListener listener) {
    this.image = image;
    this.upload = upload;
    this.from = from;
    this.name = name;
    this.listener = listener;
    this.total = image.blobs().stream().mapToLong(Descriptor::size).sum();
  }

  /** Sends what is missing; gives all up when one blob fails. */
  Count run() throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, new DaemonThreads("baci-push"));
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Descriptor blob : image.blobs()) {
        running.add(
            threads.submit(
                () -> {
                  push(blob);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
      return count();
    } catch (ExecutionException e) {
      throw rethrow(e.getCause());
    } finally {
      threads.shutdownNow();
      threads.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  private void push(Descriptor blob) throws IOException, InterruptedException {
    if (upload.has(blob)) {
      add(blob.size());
      return;
    }
    boolean mounted = upload.push(blob, () -> image.open(blob), from.of(blob), this::add);
    if (mounted) {
      add(blob.size());
    }
    counted(mounted, blob.size());
  }

  private synchronized Count count() {
    return count;
  }

  private synchronized void counted(boolean mounted, long size) {
    count =
        mounted
            ? new Count(count.sent, count.mounted + 1, count.bytes)
            : new Count(count.sent + 1, count.mounted, count.bytes + size);
  }

  private synchronized void add(long bytes) {
    done += bytes;
    if (done - told >= STEP || done == total || bytes < 0) {
      told = done;
      listener.pushProgress(name, done, total);
    }
  }

  private static IOException rethrow(@Nullable Throwable cause) throws InterruptedException {
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    if (cause instanceof Error e) {
      throw e;
    }
    if (cause instanceof InterruptedException e) {
      throw e;
    }
    return cause instanceof IOException e ? e : new IOException(cause);
  }
}
