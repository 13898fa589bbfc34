package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ArchiveTest extends CopyFixture {
  private static final long SECONDS = 1_234_567_890;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  private ArchiveTest entry(String name, byte type, String link, int mode, String content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    entry.setSize(data.length);
    entry.setMode(mode);
    entry.setIds(5, 6);
    entry.setModTime(SECONDS * 1000);
    entry.setLinkName(link);
    tar.putArchiveEntry(entry);
    tar.write(data);
    tar.closeArchiveEntry();
    return this;
  }

  private ArchiveTest file(String name) throws IOException {
    return entry(name, TarConstants.LF_NORMAL, "", 0640, name);
  }

  private ArchiveTest directory(String name, int mode) throws IOException {
    return entry(name, TarConstants.LF_DIR, "", mode, "");
  }

  private byte[] finished() throws IOException {
    tar.close();
    return bytes.toByteArray();
  }

  private Path archive(String name) throws IOException {
    return Files.write(context.resolve(name), finished());
  }

  @Test
  void theDestinationIsNotWhatTheArchiveSaysOfItsRoot() throws IOException {
    directory("./", 02700).file("./f");
    archive("a.bin");

    FileTree result = onto(FileTree.EMPTY).extract().to("/out").tree("a.bin");

    assertThat(node(result, "out").attributes().withMtime(OLD))
        .isEqualTo(Attributes.of(0755, 0, 0, OLD));
    assertThat(node(result, "out/f").attributes().mode()).isEqualTo(0640);
  }

  @Test
  void everythingOfAnArchiveIsKept() throws IOException {
    directory("d/", 02750).file("d/f");
    entry("d/l", TarConstants.LF_SYMLINK, "/etc/x", 0777, "");
    entry("d/h", TarConstants.LF_LINK, "d/f", 0640, "");
    entry("p", TarConstants.LF_FIFO, "", 0600, "");
    archive("a.bin");

    FileTree result = onto(FileTree.EMPTY).extract().to("/out").tree("a.bin");

    assertThat(node(result, "out/d").attributes())
        .isEqualTo(Attributes.of(02750, 5, 6, new Mtime(SECONDS, 0)));
    assertThat(text(result, "out/d/f")).isEqualTo("d/f");
    assertThat(node(result, "out/d/f").attributes())
        .isEqualTo(Attributes.of(0640, 5, 6, new Mtime(SECONDS, 0)));
    assertThat(node(result, "out/d/h").identity()).isSameAs(node(result, "out/d/f").identity());
    assertThat(node(result, "out/d/l").entry()).isInstanceOf(LayerEntry.Symlink.class);
    assertThat(node(result, "out/p").entry()).isInstanceOf(LayerEntry.Fifo.class);
  }

  @Test
  void everyCompressionIsToldByItsContent() throws IOException {
    byte[] plain = file("f").finished();
    for (String kind : new String[] {"gz", "bz2", "xz"}) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (OutputStream out =
          switch (kind) {
            case "gz" -> new GZIPOutputStream(packed);
            case "bz2" -> new BZip2CompressorOutputStream(packed);
            default -> new XZCompressorOutputStream(packed);
          }) {
        out.write(plain);
      }
      Files.write(context.resolve("no-" + kind), packed.toByteArray());

      FileTree result = onto(FileTree.EMPTY).extract().to("/").tree("no-" + kind);

      assertThat(names(result, "")).as(kind).containsExactly("f");
      assertThat(text(result, "f")).isEqualTo("f");
    }
  }

  @Test
  void anArchiveOfSeveralBlocksOfXzIsDecompressedByEachOfThem() throws IOException {
    byte[] plain = file("f").finished();
    byte[] packed = blocks(plain);
    Files.write(context.resolve("a.tar.xz"), packed);

    FileTree result = onto(FileTree.EMPTY).extract().to("/").tree("a.tar.xz");

    assertThat(text(result, "f")).isEqualTo("f");

    packed[packed.length / 2] ^= 1;
    Files.write(context.resolve("damaged"), packed);
    assertThatThrownBy(() -> onto(FileTree.EMPTY).extract().to("/").tree("damaged"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("damaged")
        .hasMessageContaining("its xz stream cannot be read after");
  }

  /** An xz stream with a block for every 512 bytes. */
  private static byte[] blocks(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (XZOutputStream out = new XZOutputStream(packed, new LZMA2Options(1))) {
      for (int done = 0; done < plain.length; done += 512) {
        out.write(plain, done, Math.min(512, plain.length - done));
        out.endBlock();
      }
    }
    return packed.toByteArray();
  }

  @Test
  void whatIsNoArchiveIsCopied() throws IOException {
    Files.writeString(context.resolve("x.tar"), "just text");
    Files.write(context.resolve("empty.tar"), new byte[0]);

    FileTree result = onto(FileTree.EMPTY).extract().to("/d/").tree("x.tar", "empty.tar");

    assertThat(names(result, "d")).containsExactly("empty.tar", "x.tar");
    assertThat(text(result, "d/x.tar")).isEqualTo("just text");
  }

  @Test
  void entriesStayBelowTheDestination() throws IOException {
    file("../up").file("/absolute");
    entry("out", TarConstants.LF_SYMLINK, "/etc", 0777, "");
    file("out/passwd");
    archive("a.tar");

    FileTree result = onto(FileTree.EMPTY).extract().to("/jail").tree("a.tar");

    assertThat(names(result, "")).containsExactly("jail");
    assertThat(names(result, "jail")).containsExactly("absolute", "etc", "out", "up");
    assertThat(text(result, "jail/etc/passwd")).isEqualTo("out/passwd");
  }

  @Test
  void linksOfTheImageAreFollowedInsideIt() throws IOException {
    FileTree base = tree(dir("run", 0755), link("var/run", "/run"));
    file("var/run/app/pid");
    archive("a.tar");

    FileTree result = onto(base).extract().to("/").tree("a.tar");

    assertThat(text(result, "run/app/pid")).isEqualTo("var/run/app/pid");
    assertThat(node(result, "var/run").entry()).isInstanceOf(LayerEntry.Symlink.class);
  }

  @Test
  void anEntryReplacesWhatIsThereAndADirectoryIsMerged() throws IOException {
    FileTree base = tree(dir("d", 0755), plain("d/old"), dir("x", 0755), plain("x/gone"));
    directory("d/", 0700).file("d/new").file("x");
    directory("x/", 0711);
    archive("a.tar");

    FileTree result = onto(base).extract().to("/").tree("a.tar");

    assertThat(names(result, "d")).containsExactly("new", "old");
    assertThat(mode(result, "d")).isEqualTo("700");
    assertThat(names(result, "x")).isEmpty();
    assertThat(mode(result, "x")).isEqualTo("711");
  }

  @Test
  void chownOverridesOwnersAndChmodDoesNothing() throws IOException {
    file("a/f");
    archive("a.tar");

    FileTree result =
        onto(FileTree.EMPTY).extract().chown("9:10").chmod("0777").to("/d").tree("a.tar");

    assertThat(owner(result, "d")).isEqualTo("9:10");
    assertThat(mode(result, "d")).isEqualTo("755");
    assertThat(owner(result, "d/a")).isEqualTo("9:10");
    assertThat(owner(result, "d/a/f")).isEqualTo("9:10");
    assertThat(mode(result, "d/a/f")).isEqualTo("640");
  }

  @Test
  void aNameWithTheFormOfAWhiteoutIsJustAName() throws IOException {
    FileTree base = tree(dir("d", 0755), plain("d/kept"));
    file("d/.wh.kept");
    archive("a.tar");

    assertThat(names(onto(base).extract().to("/").tree("a.tar"), "d"))
        .containsExactly(".wh.kept", "kept");
  }

  @Test
  void aHardLinkToNothingIsDamage() throws IOException {
    entry("h", TarConstants.LF_LINK, "none", 0644, "");
    archive("a.tar");

    assertThatThrownBy(() -> onto(FileTree.EMPTY).extract().layer("a.tar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("'h' is a hard link to 'none'");
  }

  @Test
  void aPathThroughALoopOfLinksIsRefusedWithArchiveAndEntry() throws IOException {
    entry("up", TarConstants.LF_SYMLINK, "up", 0777, "");
    entry("h", TarConstants.LF_LINK, "up/x", 0644, "");
    archive("a.tar");

    assertThatThrownBy(() -> onto(FileTree.EMPTY).extract().to("/jail").layer("a.tar"))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining(
            "'a.tar' of the build context: the entry 'h' cannot be extracted below '/jail'")
        .hasMessageContaining("there is a loop at '/up'");
  }
}
