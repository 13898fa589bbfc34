package io.github.baci.source.pull;

import io.github.baci.api.BaciException;
import io.github.baci.oci.Descriptor;
import io.github.baci.registry.BlobSink;
import io.github.baci.registry.SinkFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Brings blobs of layers into the store that are there already in their uncompressed form. */
final class BlobPull {
  private final Store store;
  private final BlobFeed feed;

  BlobPull(Store store, BlobFeed feed) {
    this.store = store;
    this.feed = feed;
  }

  /**
   * Fetches a blob, unless the store has it.
   *
   * @param origin what it is, for messages
   * @throws BaciException if it is not what its digest says
   */
  void fetch(Descriptor blob, String origin) throws IOException, InterruptedException {
    if (store.find(Store.Area.BLOBS, blob.digest().hex()).isPresent()) {
      return;
    }
    try (Store.Staged staged = store.stage(Store.Area.BLOBS)) {
      MessageDigest digest = blob.digest().algorithm().newMessageDigest();
      try (OutputStream out = Files.newOutputStream(staged.path(), StandardOpenOption.WRITE)) {
        feed.send(blob, new Counted(out, digest));
      }
      String hex = HexFormat.of().formatHex(digest.digest());
      if (!hex.equals(blob.digest().hex())) {
        throw new BaciException(
            "%s is damaged: its digest is %s instead of %s".formatted(origin, hex, blob.digest()));
      }
      staged.commit(hex);
    }
  }

  private static final class Counted implements BlobSink {
    private final OutputStream out;
    private final MessageDigest digest;
    private long received;

    Counted(OutputStream out, MessageDigest digest) {
      this.out = out;
      this.digest = digest;
    }

    @Override
    public long received() {
      return received;
    }

    @Override
    public void take(byte[] bytes, int offset, int length) throws IOException {
      try {
        out.write(bytes, offset, length);
      } catch (IOException e) {
        throw new SinkFailure(e);
      }
      digest.update(bytes, offset, length);
      received += length;
    }
  }
}
