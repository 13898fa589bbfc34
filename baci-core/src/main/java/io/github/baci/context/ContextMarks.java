package io.github.baci.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Marks of all that a build looked at in its context, and of nothing else of it. If none of them
 * has changed, a build that looks at it again sees the same: a directory that was listed changes
 * when a name in it comes, goes or stands for another file.
 */
public final class ContextMarks {
  /** One file in the order of the walk: a directory stands before what is in it. */
  private record Seen(int parent, String name, FileMark mark) {}

  private final List<Seen> all;

  private ContextMarks(List<Seen> all) {
    this.all = all;
  }

  /**
   * Takes what was looked at so far.
   *
   * @param began a time before the first look, in nanoseconds since the epoch
   * @return nothing, if a file is so young that a change of it might not show, has a name that
   *     cannot be written, or files have no identity here
   */
  public static Optional<ContextMarks> of(BuildContext context, long began) {
    ContextEntry root = context.root();
    if (!context.unix()) {
      return Optional.empty();
    }
    List<Seen> all = new ArrayList<>();
    Deque<ContextEntry> entries = new ArrayDeque<>();
    Deque<Integer> parents = new ArrayDeque<>();
    entries.push(root);
    parents.push(-1);
    while (!entries.isEmpty()) {
      ContextEntry entry = entries.pop();
      int parent = parents.pop();
      FileStat stat = entry.statSoFar();
      if (stat == null) {
        continue;
      }
      String name = entry.name();
      if (!stat.hasIdentity() || !stat.isSettledAt(began) || !isWritable(entry.file(), name)) {
        return Optional.empty();
      }
      all.add(new Seen(parent, name, FileMark.of(stat)));
      List<ContextEntry> below = entry.lookedAt();
      if (below != null) {
        int number = all.size() - 1;
        for (ContextEntry child : below) {
          entries.push(child);
          parents.push(number);
        }
      }
    }
    return Optional.of(new ContextMarks(all));
  }

  private static boolean isWritable(Path file, String name) {
    return name.isEmpty()
        || (file.getFileName().toString().equals(name)
            && StandardCharsets.UTF_8.newEncoder().canEncode(name));
  }

  /** Returns whether all that was looked at is as it was. */
  public boolean areOf(Path directory) {
    Path[] paths = new Path[all.size()];
    for (int i = 0; i < paths.length; i++) {
      Seen seen = all.get(i);
      Path path = seen.parent < 0 ? directory : paths[seen.parent].resolve(seen.name);
      if (!(seen.parent < 0 ? seen.mark.isOf(path) : seen.mark.isOfLink(path))) {
        return false;
      }
      paths[i] = path;
    }
    return true;
  }

  /** Writes the marks as {@link #read} takes them. */
  public void write(DataOutput out) throws IOException {
    out.writeInt(all.size());
    for (Seen seen : all) {
      out.writeInt(seen.parent);
      out.writeUTF(seen.name);
      seen.mark.write(out);
    }
  }

  /**
   * Reads marks.
   *
   * @throws IOException if they are none
   */
  public static ContextMarks read(DataInput in) throws IOException {
    int count = in.readInt();
    List<Seen> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int parent = in.readInt();
      if (parent >= i || (parent < 0) != (i == 0)) {
        throw new IOException("no marks of a context");
      }
      all.add(new Seen(parent, in.readUTF(), FileMark.read(in)));
    }
    return new ContextMarks(all);
  }
}
