package io.github.baci.context;

import io.github.baci.api.Digest;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What an instruction took from a context, and by what is seen that it would take the same again.
 *
 * @param subject tells what was asked for: the instruction and the ignore rules
 * @param taken the digest of all that was taken
 * @param subtrees all that it depends on
 */
record ContextLook(Digest subject, Digest taken, List<Subtree> subtrees) {
  /**
   * A file or directory of the context, and what was looked at below it.
   *
   * @param path its path in the context; no link is on the way to it
   */
  record Subtree(String path, ContextMarks marks) {}

  ContextLook {
    subtrees = List.copyOf(subtrees);
  }

  /** Returns whether nothing of it has changed. */
  boolean holds(Path directory) {
    for (Subtree subtree : subtrees) {
      if (!subtree.marks.areOf(
          subtree.path.isEmpty() ? directory : directory.resolve(subtree.path))) {
        return false;
      }
    }
    return true;
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(subject.toString());
    out.writeUTF(taken.toString());
    out.writeInt(subtrees.size());
    for (Subtree subtree : subtrees) {
      out.writeUTF(subtree.path);
      subtree.marks.write(out);
    }
  }

  static ContextLook read(DataInput in) throws IOException {
    Digest subject = Digest.parse(in.readUTF());
    Digest taken = Digest.parse(in.readUTF());
    List<Subtree> subtrees = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      subtrees.add(new Subtree(in.readUTF(), ContextMarks.read(in)));
    }
    return new ContextLook(subject, taken, subtrees);
  }
}
