package io.github.baci.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** A small App Container Image, written without baci's own code. */
public final class SampleAci {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode manifest = JSON.createObjectNode();
  private final Map<String, String> files = new TreeMap<>();

  /** Begins an image with a name and the labels that make it one for linux/amd64. */
  public SampleAci(String name) {
    manifest.put("acKind", "ImageManifest").put("acVersion", "0.8.11").put("name", name);
    label("os", "linux").label("arch", "amd64");
  }

  /** Sets a label. */
  public SampleAci label(String name, String value) {
    manifest.withArray("labels").addObject().put("name", name).put("value", value);
    return this;
  }

  /** Adds a file; its directories are made. */
  public SampleAci file(String path, String content) {
    files.put(path, content);
    for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      files.put(path.substring(0, slash + 1), "");
    }
    return this;
  }

  /** Lets it depend on an image. */
  public SampleAci dependsOn(String name) {
    dependencies().addObject().put("imageName", name);
    return this;
  }

  /** Lets it depend on an image by its image ID. */
  public SampleAci dependsOn(String name, String imageId, long size) {
    ObjectNode dependency = dependencies().addObject().put("imageName", name);
    dependency.put("imageID", imageId);
    if (size > 0) {
      dependency.put("size", size);
    }
    return this;
  }

  private ArrayNode dependencies() {
    return manifest.withArray("dependencies");
  }

  /** Lists a path in the path whitelist. */
  public SampleAci whitelist(String... paths) {
    for (String path : paths) {
      manifest.withArray("pathWhitelist").add(path);
    }
    return this;
  }

  /** Returns the manifest, to be changed. */
  public ObjectNode manifest() {
    return manifest;
  }

  /** Returns the image ID. */
  public String imageId() {
    try {
      return "sha512-"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(tar()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the uncompressed archive. */
  public byte[] tar() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      put(tar, "manifest", JSON.writeValueAsBytes(manifest));
      put(tar, "rootfs/", new byte[0]);
      for (Map.Entry<String, String> file : files.entrySet()) {
        put(tar, "rootfs/" + file.getKey(), file.getValue().getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    entry.setModTime(1_000_000_000_000L);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  /** Returns the bytes of a file, compressed by gzip. */
  public byte[] gzip() {
    return compressed(CompressorStreamFactory.GZIP);
  }

  /** Returns the bytes of a file, compressed by what commons-compress knows under a name. */
  public byte[] compressed(String format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out =
        new CompressorStreamFactory().createCompressorOutputStream(format, bytes)) {
      out.write(tar());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Writes a file, compressed by gzip. */
  public Path write(Path file) {
    try {
      return Files.write(file, gzip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
