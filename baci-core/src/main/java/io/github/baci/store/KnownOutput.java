package io.github.baci.store;

import io.github.baci.api.Digest;
import io.github.baci.store.Store.Area;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an output file that was written last has in it, so that the next one that begins the same
 * need not be written from its begin. Kept in the store under the path of the output.
 *
 * @param mark by what the file is known again
 * @param stretches what is in it, each under a key that stands for all that decides its bytes
 */
public record KnownOutput(OutputMark mark, Map<String, Stretch> stretches) {

  /** Less than this is written faster than it is kept. */
  public static final long LEAST = 8 << 20;

  /**
   * A part of the file.
   *
   * @param from where it begins
   * @param to where it ends
   * @param state what whoever writes on must know of the bytes before
   */
  public record Stretch(long from, long to, byte[] state) {
    /** Returns whether it pays to keep the stretch. */
    public boolean isWorthKeeping() {
      return to - from >= LEAST;
    }
  }

  /**
   * Remembers a file that was just written; where it has no mark, nothing is.
   *
   * @param stretches what is in it
   */
  public static void remember(Store store, Path file, Map<String, Stretch> stretches)
      throws IOException {
    Optional<OutputMark> mark = OutputMark.of(file.toAbsolutePath());
    if (mark.isEmpty() || stretches.isEmpty()) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    mark.get().write(out);
    out.writeInt(stretches.size());
    for (Map.Entry<String, Stretch> stretch : stretches.entrySet()) {
      out.writeUTF(stretch.getKey());
      out.writeLong(stretch.getValue().from);
      out.writeLong(stretch.getValue().to);
      out.writeInt(stretch.getValue().state.length);
      out.write(stretch.getValue().state);
    }
    new Records(store).put(Area.FILES, key(file), bytes.toByteArray());
  }

  /** Returns what is known of the file at a path, if it is there as it was written. */
  public static Optional<KnownOutput> find(Store store, Path file) {
    Optional<byte[]> record = new Records(store).find(Area.FILES, key(file));
    if (record.isEmpty()) {
      return Optional.empty();
    }
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(record.get()));
    try {
      OutputMark mark = OutputMark.read(in);
      Map<String, Stretch> stretches = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        String key = in.readUTF();
        long from = in.readLong();
        long to = in.readLong();
        byte[] state = in.readNBytes(in.readInt());
        if (from < 0 || to < from || to > mark.size()) {
          return Optional.empty();
        }
        stretches.put(key, new Stretch(from, to, state));
      }
      return mark.isOf(file.toAbsolutePath())
          ? Optional.of(new KnownOutput(mark, stretches))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty(); // of another version: it is written anew
    }
  }

  private static String key(Path file) {
    byte[] path = file.toAbsolutePath().normalize().toString().getBytes(StandardCharsets.UTF_8);
    return "written-" + Digest.sha256Of(path).hex();
  }
}
