package io.github.baci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * What is in an App Container Image, or another tar file, read by commons-compress alone.
 *
 * @param entries the entries by name, without a leading {@code ./} or a trailing {@code /}, in the
 *     order of the archive
 */
public record AciContents(Map<String, Entry> entries) {
  private static final String XATTR = "SCHILY.xattr.";

  /**
   * One entry of the archive.
   *
   * @param type the type flag of the tar header
   * @param mode permission bits with setuid, setgid and sticky
   * @param mtime seconds since the epoch with a fraction, as text
   * @param link the target of a link, or the empty string
   * @param xattrs extended attributes, each byte as a character
   * @param content the bytes of a regular file
   */
  public record Entry(
      char type,
      int mode,
      long uid,
      long gid,
      String mtime,
      String link,
      SortedMap<String, String> xattrs,
      byte[] content) {
    /** Returns the content as text. */
    public String text() {
      return new String(content, StandardCharsets.UTF_8);
    }
  }

  /** Reads a file: a tar, plain or compressed by anything that commons-compress knows. */
  public static AciContents of(Path file) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        InputStream plain = decompressed(in);
        TarArchiveInputStream tar = new TarArchiveInputStream(plain, "UTF-8")) {
      for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
        String name = each.getName().replaceFirst("^\\./", "").replaceFirst("/$", "");
        if (entries.put(name, entry(each, tar)) != null) {
          throw new AssertionError(file + " holds " + name + " twice");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
    return new AciContents(entries);
  }

  /** Returns the image manifest. */
  public JsonNode manifest() {
    try {
      return new ObjectMapper().readTree(entries.get("manifest").content());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the entry of a file in the image, given by its absolute path in it. */
  public Entry file(String path) {
    Entry entry = entries.get("rootfs" + path);
    if (entry == null) {
      throw new AssertionError(path + " is not in the image, but " + entries.keySet());
    }
    return entry;
  }

  private static InputStream decompressed(InputStream in) throws IOException {
    try {
      String format = CompressorStreamFactory.detect(in);
      return new CompressorStreamFactory(true).createCompressorInputStream(format, in);
    } catch (CompressorException e) {
      return in;
    }
  }

  private static Entry entry(TarArchiveEntry entry, TarArchiveInputStream tar) throws IOException {
    SortedMap<String, String> xattrs = new TreeMap<>();
    entry
        .getExtraPaxHeaders()
        .forEach(
            (key, value) -> {
              if (key.startsWith(XATTR)) {
                xattrs.put(key.substring(XATTR.length()), value);
              }
            });
    return new Entry(
        (char) entry.getLinkFlag(),
        entry.getMode() & 07777,
        entry.getLongUserId(),
        entry.getLongGroupId(),
        entry.getLastModifiedTime().toInstant().toString(),
        entry.getLinkName(),
        xattrs,
        entry.isFile() && !entry.isLink() ? tar.readAllBytes() : new byte[0]);
  }
}
