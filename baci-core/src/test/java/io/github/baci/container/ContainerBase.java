package io.github.baci.container;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The layer that the tests of engines run commands in: a static busybox and little else. */
final class ContainerBase {
  private static final Mtime TIME = new Mtime(1_000_000_000, 0);

  private ContainerBase() {}

  static Layer in(LayerStore layers) throws IOException {
    Path busybox = Path.of("/bin/busybox");
    try (LayerWriter writer = layers.newLayer();
        FileChannel program = FileChannel.open(busybox)) {
      writer.add(directory("bin", 0755));
      writer.addFile("bin/busybox", attributes(0755), program.size(), program, 0);
      for (String name :
          new String[] {
            "cat",
            "chmod",
            "chown",
            "echo",
            "false",
            "find",
            "grep",
            "hostname",
            "id",
            "ifconfig",
            "kill",
            "ln",
            "ls",
            "mkdir",
            "mkfifo",
            "mv",
            "ps",
            "rm",
            "rmdir",
            "sh",
            "sleep",
            "sort",
            "stat",
            "sync",
            "touch",
            "tr",
            "true",
            "umount",
            "wc"
          }) {
        writer.add(new LayerEntry.Symlink("bin/" + name, attributes(0777), "busybox"));
      }
      writer.add(directory("data", 0755));
      writer.add(directory("data/sub", 0700));
      file(writer, "data/sub/deep", "deep");
      file(writer, "data/text", "text");
      writer.add(new LayerEntry.HardLink("data/twin", attributes(0644), "data/text"));
      writer.add(directory("etc", 0755));
      file(writer, "etc/passwd", "root:x:0:0:root:/root:/bin/sh\n");
      writer.add(directory("tmp", 01777));
      return writer.commit();
    }
  }

  static void file(LayerWriter writer, String path, String content) throws IOException {
    byte[] bytes = content.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    writer.addFile(path, attributes(0644), bytes.length, new java.io.ByteArrayInputStream(bytes));
  }

  static LayerEntry.Directory directory(String path, int mode) {
    return new LayerEntry.Directory(path, attributes(mode));
  }

  static Attributes attributes(int mode) {
    return Attributes.of(mode, 0, 0, TIME);
  }
}
