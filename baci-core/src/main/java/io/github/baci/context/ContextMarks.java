package io.github.baci.context;

import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;
import org.jspecify.annotations.Nullable;

/**
 * Marks of all that a build looked at in a directory, and of nothing else of it. If none of them
 * has changed, a build that looks at it again sees the same: a directory that was listed changes
 * when a name in it comes, goes or stands for another file.
 *
 * <p>Kept as one block of bytes, as most builds only pass them on: a count, then for each file the
 * number of the one that it is in (-1 for the first), its name in UTF-8 with its length before it,
 * and its mark. A directory stands before what is in it.
 */
public final class ContextMarks {
  /** How many files one thread looks at. */
  private static final int SHARE = 1024;

  private final byte[] content;

  private ContextMarks(byte[] content) {
    this.content = content;
  }

  /**
   * Takes what was looked at so far.
   *
   * @param top where to begin
   * @param without paths that are left out with all that is below them, relative to the context
   * @param began a time before the first look, in nanoseconds since the epoch
   * @return nothing, if a file is so young that a change of it might not show, has a name that
   *     cannot be written, or files have no identity here
   */
  static Optional<ContextMarks> of(ContextEntry top, Set<String> without, long began) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    Deque<ContextEntry> entries = new ArrayDeque<>();
    Deque<Integer> parents = new ArrayDeque<>();
    entries.push(top);
    parents.push(-1);
    int count = 0;
    try {
      out.writeInt(0);
      while (!entries.isEmpty()) {
        ContextEntry entry = entries.pop();
        int parent = parents.pop();
        FileStat stat = entry.statSoFar();
        if (stat == null || without.contains(entry.path())) {
          continue;
        }
        byte[] name = parent < 0 ? new byte[0] : nameOf(entry);
        if (name == null || !stat.hasIdentity() || !stat.isSettledAt(began)) {
          return Optional.empty();
        }
        out.writeInt(parent);
        out.writeShort(name.length);
        out.write(name);
        FileMark.of(stat).write(out);
        List<ContextEntry> below = entry.lookedAt();
        if (below != null) {
          for (ContextEntry child : below) {
            entries.push(child);
            parents.push(count);
          }
        }
        count++;
      }
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory does not fail", e);
    }
    byte[] content = bytes.toByteArray();
    ByteBuffer.wrap(content).putInt(count);
    return Optional.of(new ContextMarks(content));
  }

  /** Returns the name of a file, or null if it cannot be found again by what can be written. */
  private static byte @Nullable [] nameOf(ContextEntry entry) {
    String name = entry.name();
    if (!entry.file().getFileName().toString().equals(name)) {
      return null;
    }
    if (!FileNames.isAscii(name) && !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
      return null;
    }
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= Short.MAX_VALUE ? bytes : null;
  }

  /**
   * Returns whether all that was looked at is as it was.
   *
   * @param top where the first file is; a link that it is, is followed
   */
  boolean areOf(Path top) {
    try {
      List<Look> looks = looks(top);
      if (looks.size() <= SHARE) {
        return areAsTheyWere(looks);
      }
      List<Look.Share> shares = new ArrayList<>();
      for (int from = 0; from < looks.size(); from += SHARE) {
        shares.add(new Look.Share(looks.subList(from, Math.min(looks.size(), from + SHARE))));
      }
      ForkJoinTask.invokeAll(shares);
      for (Look.Share share : shares) {
        if (!share.unchanged) {
          return false;
        }
      }
      return true;
    } catch (InvalidPathException e) {
      return false; // in another locale than that of the build that took it
    }
  }

  private List<Look> looks(Path top) {
    ByteBuffer in = ByteBuffer.wrap(content);
    int count = in.getInt();
    List<Look> looks = new ArrayList<>(Math.min(count, content.length));
    for (int i = 0; i < count; i++) {
      int parent = in.getInt();
      int length = in.getShort();
      int at = in.position();
      Path path = top;
      if (parent >= 0) {
        path =
            looks.get(parent).path.resolve(new String(content, at, length, StandardCharsets.UTF_8));
      }
      in.position(at + length);
      FileMark mark = new FileMark(in.getLong(), in.getLong(), in.getLong());
      looks.add(new Look(path, mark, parent < 0));
    }
    return looks;
  }

  private static boolean areAsTheyWere(List<Look> looks) {
    for (Look look : looks) {
      if (!look.isAsItWas()) {
        return false;
      }
    }
    return true;
  }

  /** One file that is to be looked at. */
  private record Look(Path path, FileMark mark, boolean follow) {
    boolean isAsItWas() {
      return follow ? mark.isOf(path) : mark.isOfLink(path);
    }

    /** Files that one thread looks at. */
    private static final class Share extends RecursiveAction {
      private static final long serialVersionUID = 1L;

      private final transient List<Look> looks;
      private boolean unchanged;

      Share(List<Look> looks) {
        this.looks = looks;
      }

      @Override
      protected void compute() {
        unchanged = areAsTheyWere(looks);
      }
    }
  }

  /** Writes the marks as {@link #read} takes them. */
  void write(DataOutput out) throws IOException {
    out.writeInt(content.length);
    out.write(content);
  }

  /**
   * Reads marks.
   *
   * @throws IOException if they are none
   */
  static ContextMarks read(DataInput in) throws IOException {
    int length = in.readInt();
    if (length < Integer.BYTES) {
      throw new IOException("no marks of a context");
    }
    byte[] content = new byte[length];
    in.readFully(content);
    return new ContextMarks(content);
  }
}
