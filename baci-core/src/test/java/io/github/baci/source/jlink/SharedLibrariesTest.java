package io.github.baci.source.jlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedLibrariesTest {
  private static final int NEEDED = 1;
  private static final int RUNPATH = 29;

  @TempDir Path root;

  /** Writes a minimal 64-bit ELF file: a segment for the text, one for what is dynamic. */
  private Path elf(
      String path, int machine, @Nullable String interpreter, Map<String, Integer> dynamic)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
    bytes.putShort(18, (short) machine);
    bytes.putLong(32, 64);
    bytes.putShort(54, (short) 56);
    bytes.putShort(56, (short) 3);
    int strings = 1024;
    int end = strings + 1;
    List<long[]> entries = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : dynamic.entrySet()) {
      byte[] text = entry.getKey().getBytes(StandardCharsets.UTF_8);
      bytes.position(end);
      bytes.put(text);
      entries.add(new long[] {entry.getValue(), end - strings});
      end += text.length + 1;
    }
    int address = 0x400000;
    entries.add(new long[] {5, address + strings});
    entries.add(new long[] {0, 0});
    for (int i = 0; i < entries.size(); i++) {
      bytes.putLong(512 + 16 * i, entries.get(i)[0]);
      bytes.putLong(512 + 16 * i + 8, entries.get(i)[1]);
    }
    segment(bytes, 0, 1, 0, address, 4096);
    segment(bytes, 1, 2, 512, address + 512, 16L * entries.size());
    if (interpreter != null) {
      bytes.position(3000);
      bytes.put(interpreter.getBytes(StandardCharsets.UTF_8));
      segment(bytes, 2, 3, 3000, address + 3000, interpreter.length() + 1L);
    }
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes.array());
  }

  private static void segment(
      ByteBuffer bytes, int number, int type, long offset, long address, long size) {
    int at = 64 + 56 * number;
    bytes.putInt(at, type);
    bytes.putLong(at + 8, offset);
    bytes.putLong(at + 16, address);
    bytes.putLong(at + 32, size);
  }

  @Test
  void readsWhatAFileNeeds() throws IOException {
    Path file = elf("bin/a", 62, "/lib/ld.so", Map.of("libx.so.1", NEEDED));

    ElfFile elf = ElfFile.read(file).orElseThrow();

    assertThat(elf.interpreter()).contains("/lib/ld.so");
    assertThat(elf.needed()).containsExactly("libx.so.1");
    assertThat(ElfFile.read(Files.writeString(root.resolve("text"), "x".repeat(100)))).isEmpty();
  }

  @Test
  void librariesOfLibrariesLieBesideTheCLibrary() throws IOException {
    Path program =
        elf("app/bin/run", 62, "/lib64/ld-test.so", Map.of("liba.so", NEEDED, "libc.so.6", NEEDED));
    elf("opt/odd/liba.so", 62, null, Map.of("libb.so", NEEDED));
    elf("usr/lib/libb.so", 62, null, Map.of("libgone.so", NEEDED));
    elf("lib/libb.so", 40, null, Map.of());
    elf("usr/lib/libc.so.6", 62, null, Map.of("ld-test.so", NEEDED));
    elf("usr/lib/ld-test.so", 62, null, Map.of());
    Files.createDirectories(root.resolve("etc/ld.so.conf.d"));
    Files.writeString(root.resolve("etc/ld.so.conf"), "include /etc/ld.so.conf.d/*.conf\n");
    Files.writeString(root.resolve("etc/ld.so.conf.d/odd.conf"), "# odd\n/opt/odd\n");
    SharedLibraries libraries = new SharedLibraries(LibraryPath.of(root));

    libraries.add(List.of(program));

    String beside = root.resolve("usr/lib").toString().substring(1);
    assertThat(libraries.libraries().keySet())
        .containsExactlyInAnyOrder(
            beside + "/liba.so", beside + "/libb.so", beside + "/libc.so.6", "lib64/ld-test.so");
    assertThat(libraries.libraries())
        .containsEntry(beside + "/libb.so", root.resolve("usr/lib/libb.so"))
        .containsEntry(beside + "/liba.so", root.resolve("opt/odd/liba.so"));
    assertThat(libraries.missing()).containsExactly("libgone.so (of libb.so)");
  }

  @Test
  void filesThatComeAnywayAreNotTakenTwice() throws IOException {
    Path program =
        elf("j/bin/java", 62, null, Map.of("libjli.so", NEEDED, "$ORIGIN/../lib", RUNPATH));
    Path library = elf("j/lib/libjli.so", 62, null, Map.of());
    SharedLibraries libraries = new SharedLibraries(LibraryPath.of(root));

    libraries.add(List.of(program, library));

    assertThat(libraries.libraries()).isEmpty();
    assertThat(libraries.missing()).isEmpty();
  }
}
