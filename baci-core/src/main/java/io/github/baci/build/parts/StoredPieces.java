package io.github.baci.build.parts;

import io.github.baci.api.Digest;
import io.github.baci.compress.StoredMember;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds the pieces of an image that can be made of files of the build context: gzip members whose
 * bytes are stored, as they do not shrink, and are those of such files.
 */
public final class StoredPieces {
  private static final int BUFFER = 1 << 20;

  private final FileChannel file;
  private final PartFinder finder;
  private final List<PieceCutter.Cut> found = new ArrayList<>();

  private StoredPieces(FileChannel file, PartFinder finder) {
    this.file = file;
    this.finder = finder;
  }

  /** Returns the pieces in the order in which they lie in a file. */
  public static List<PieceCutter.Cut> in(Path file, ContextFiles files) throws IOException {
    Optional<PartFinder> opened = PartFinder.of(files);
    if (opened.isEmpty()) {
      return List.of();
    }
    try (PartFinder finder = opened.get();
        FileChannel channel = FileChannel.open(file)) {
      StoredPieces pieces = new StoredPieces(channel, finder);
      pieces.search();
      return pieces.found;
    }
  }

  private void search() throws IOException {
    byte[] buffer = new byte[BUFFER];
    long at = 0;
    while (true) {
      int count = file.read(ByteBuffer.wrap(buffer), at);
      if (count < 0) {
        return;
      }
      int candidate = StoredMember.candidate(buffer, 0, count);
      at += candidate;
      if (candidate < count) {
        at += take(at);
      }
    }
  }

  /** Takes the member that may begin at a place; returns how many bytes are done with. */
  private long take(long at) throws IOException {
    Optional<byte[]> bytes = StoredMember.at(file, at);
    if (bytes.isEmpty()) {
      return 1;
    }
    int size = StoredMember.size(bytes.get().length);
    Parts parts = new Parts(finder.find(bytes.get(), bytes.get().length));
    if (parts.areWorthIt()) {
      byte[] member = StoredMember.of(bytes.get(), bytes.get().length);
      found.add(new PieceCutter.Cut(at, new Piece.Stored(Digest.sha256Of(member), parts)));
    }
    return size;
  }
}
