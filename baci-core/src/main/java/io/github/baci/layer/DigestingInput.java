package io.github.baci.layer;

import io.github.baci.api.Digest;
import io.github.baci.stream.BlockInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Takes the SHA-256 digest of what is read, and the checksums of its blocks. */
final class DigestingInput extends BlockInputStream {
  private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();

  private final BlockChecksums.Taker checksums = new BlockChecksums.Taker();
  private final InputStream in;

  DigestingInput(InputStream in) {
    this.in = in;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int count = in.read(bytes, offset, length);
    if (count > 0) {
      digest.update(bytes, offset, count);
      checksums.update(bytes, offset, count);
    }
    return count;
  }

  /** Returns the checksums; nothing can be read after that. */
  BlockChecksums checksums() {
    return checksums.finish();
  }

  /** Returns the digest; nothing can be read after that. */
  Digest digest() {
    return Digest.sha256(digest.digest());
  }
}
