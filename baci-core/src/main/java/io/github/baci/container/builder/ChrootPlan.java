package io.github.baci.container.builder;

import io.github.baci.container.ContainerSpec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link ChrootMain} executes, as it is written to a file.
 *
 * @param root the directory that becomes the root
 * @param workingDirectory absolute in it
 * @param program absolute in it
 * @param environment as {@code NAME=value}
 */
record ChrootPlan(
    String root,
    String workingDirectory,
    ContainerSpec.Identity user,
    String program,
    List<String> arguments,
    List<String> environment) {

  /** Writes the plan to a new file, which the builder's user alone can read. */
  void write(Path file) throws IOException {
    try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
      strings(out, List.of(root, workingDirectory, program));
      out.writeLong(user.uid());
      out.writeLong(user.gid());
      out.writeInt(user.groups().size());
      for (long group : user.groups()) {
        out.writeLong(group);
      }
      strings(out, arguments);
      strings(out, environment);
    }
  }

  /** Reads what was written. */
  static ChrootPlan read(Path file) throws IOException {
    try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
      List<String> places = strings(in);
      ContainerSpec.Identity user = identity(in);
      return new ChrootPlan(
          places.get(0), places.get(1), user, places.get(2), strings(in), strings(in));
    }
  }

  private static ContainerSpec.Identity identity(DataInputStream in) throws IOException {
    long uid = in.readLong();
    long gid = in.readLong();
    List<Long> groups = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      groups.add(in.readLong());
    }
    return new ContainerSpec.Identity(uid, gid, groups);
  }

  private static void strings(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeInt(text.length());
      out.writeChars(text); // also lone surrogates, which stand for bytes
    }
  }

  private static List<String> strings(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      char[] text = new char[in.readInt()];
      for (int i = 0; i < text.length; i++) {
        text[i] = in.readChar();
      }
      texts.add(new String(text));
    }
    return texts;
  }
}
