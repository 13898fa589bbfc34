package io.github.baci.container;

import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.testing.Command;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A layer with the programs that try to break out of containers, made with the machine's gcc. */
final class StaticPrograms {
  private StaticPrograms() {}

  /** Compiles the programs in an empty directory. */
  static Layer in(LayerStore layers, Path directory) throws IOException {
    Path probe = compile(directory, "probe", List.of("-static", "-O1"));
    Path swap = compile(directory, "swap", List.of("-static", "-O1"));
    Path sockets = compile(directory, "abstract", List.of("-static", "-O1"));
    Path self =
        compile(
            directory,
            "self",
            List.of("-static", "-nostdlib", "-fno-stack-protector", "-fno-builtin", "-O1"));
    try (LayerWriter writer = layers.newLayer()) {
      add(writer, "bin/probe", probe);
      add(writer, "bin/swap", swap);
      add(writer, "bin/abstract", sockets);
      for (String loader :
          List.of("lib64/ld-linux-x86-64.so.2", "lib/ld-linux-aarch64.so.1", "bin/self")) {
        add(writer, loader, self);
      }
      byte[] script = "#!/proc/self/exe\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      writer.addFile(
          "bin/itself",
          ContainerBase.attributes(0755),
          script.length,
          new java.io.ByteArrayInputStream(script));
      return writer.commit();
    }
  }

  /** Compiles one program in an empty directory; a layer has it in /bin. */
  static Layer one(LayerStore layers, Path directory, String name) throws IOException {
    Path program = compile(directory, name, List.of("-static", "-O1"));
    try (LayerWriter writer = layers.newLayer()) {
      add(writer, "bin/" + name, program);
      return writer.commit();
    }
  }

  private static Path compile(Path directory, String name, List<String> flags) throws IOException {
    Path source = directory.resolve(name + ".c");
    try (InputStream in = StaticPrograms.class.getResourceAsStream(name + ".c")) {
      Files.copy(in, source);
    }
    Path program = directory.resolve(name);
    Command.of("gcc", "-w", "-o", program.toString(), source.toString())
        .with(flags.toArray(String[]::new))
        .succeed();
    return program;
  }

  private static void add(LayerWriter writer, String path, Path file) throws IOException {
    try (FileChannel content = FileChannel.open(file)) {
      writer.addFile(path, ContainerBase.attributes(0755), content.size(), content, 0);
    }
  }
}
