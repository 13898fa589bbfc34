package io.github.baci.build.parts;

import io.github.baci.api.Digest;
import io.github.baci.compress.StoredMember;
import io.github.baci.oci.Descriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a file, which consists of its pieces one after the other. */
public sealed interface Piece {
  /** Returns its length in bytes. */
  long size();

  /**
   * A piece that is a blob of its own, so that files which have it in common share it.
   *
   * @param digest its digest
   */
  record Blob(Digest digest, long size) implements Piece {
    private static final String TYPE = "application/octet-stream";

    /** Returns what a registry is told of it. */
    public Descriptor descriptor() {
      return new Descriptor(TYPE, digest, size, List.of(), Map.of(), Optional.empty());
    }
  }

  /**
   * A gzip member that stores bytes which whoever builds the same has in its build context: nobody
   * need send them.
   *
   * @param digest the digest of the member
   * @param parts what the bytes in it are
   */
  record Stored(Digest digest, Parts parts) implements Piece {
    @Override
    public long size() {
      return StoredMember.size((int) parts.size());
    }
  }

  /**
   * A piece so short that it stands in the record itself.
   *
   * @param bytes its bytes
   */
  record Inline(byte[] bytes) implements Piece {
    @Override
    public long size() {
      return bytes.length;
    }
  }
}
