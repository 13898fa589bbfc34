package io.github.baci.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * All that a build looked at in its context: what its instructions took, and what it saw on the way
 * to that.
 */
public final class ContextLooks {
  private final ContextMarks way;
  private final List<ContextLook> looks;

  ContextLooks(ContextMarks way, List<ContextLook> looks) {
    this.way = way;
    this.looks = List.copyOf(looks);
  }

  /** Returns the marks of all that no instruction took. */
  ContextMarks way() {
    return way;
  }

  /** Returns what instructions took. */
  List<ContextLook> looks() {
    return looks;
  }

  /** Writes it as {@link #read} takes it. */
  public void write(DataOutput out) throws IOException {
    way.write(out);
    out.writeInt(looks.size());
    for (ContextLook look : looks) {
      look.write(out);
    }
  }

  /**
   * Reads what was written.
   *
   * @throws IOException if it is something else
   */
  public static ContextLooks read(DataInput in) throws IOException {
    ContextMarks way = ContextMarks.read(in);
    List<ContextLook> looks = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      looks.add(ContextLook.read(in));
    }
    return new ContextLooks(way, looks);
  }
}
