package io.github.baci.aci.archive;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.BaciException;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.TarEntry;
import io.github.baci.layer.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes an archive apart: the manifest, and the files below {@code rootfs} as a layer. */
final class ArchiveImport implements AutoCloseable {
  private static final String MANIFEST = "manifest";
  private static final String ROOTFS = "rootfs";

  /** A path whitelist names each file of the image: room for about a million. */
  private static final int LONGEST_MANIFEST = 64 << 20;

  private final TarReader tar;
  private final String origin;
  private final LayerWriter layer;
  private final Set<String> seen = new HashSet<>();
  private byte @Nullable [] manifest;
  private boolean hasRoot;

  ArchiveImport(InputStream archive, LayerStore layers, String origin) throws IOException {
    this.tar = new TarReader(archive, origin);
    this.origin = origin;
    this.layer = layers.newLayer();
  }

  /** Reads an archive as far as its manifest. */
  static ImageManifest readManifest(InputStream archive, String origin) throws IOException {
    TarReader tar = new TarReader(archive, origin);
    for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      if (LayerPath.clean(entry.get().path()).equals(MANIFEST)) {
        return ImageManifest.parse(manifestOf(entry.get(), tar, origin), origin);
      }
    }
    throw new BaciException("%s has no manifest, and is no ACI".formatted(origin));
  }

  /** Reads all entries. */
  void read() throws IOException {
    for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      add(entry.get());
    }
    if (manifest == null) {
      throw new BaciException("%s has no manifest, and is no ACI".formatted(origin));
    }
    if (!hasRoot) {
      throw new BaciException("%s has no directory 'rootfs'".formatted(origin));
    }
  }

  /** Returns the manifest, once all entries are read. */
  ImageManifest manifest() {
    return ImageManifest.parse(
        Objects.requireNonNull(manifest, "an archive without a manifest is refused"), origin);
  }

  /** Puts the files into the store. */
  Layer commit() throws IOException {
    return layer.commit();
  }

  @Override
  public void close() {
    layer.close();
  }

  private void add(TarEntry entry) throws IOException {
    String path = confined(entry, entry.path());
    if (path.isEmpty() && entry.type() == TarEntry.Type.DIRECTORY) {
      return; // The directory that was packed, as "./".
    }
    if (!seen.add(path)) {
      throw bad(entry, "it is there twice");
    }
    if (path.equals(MANIFEST)) {
      manifest = manifestOf(entry, tar, origin);
    } else if (path.equals(ROOTFS)) {
      if (entry.type() != TarEntry.Type.DIRECTORY) {
        throw bad(entry, "it must be a directory");
      }
      hasRoot = true;
      layer.add(entry.at("", ""));
    } else {
      addFile(entry, inRoot(entry, path, "an ACI holds 'manifest' and 'rootfs' alone"));
    }
  }

  private static byte[] manifestOf(TarEntry entry, TarReader tar, String origin)
      throws IOException {
    if (entry.type() != TarEntry.Type.FILE) {
      throw bad(entry, origin, "it must be a regular file");
    }
    if (entry.size() > LONGEST_MANIFEST) {
      throw bad(entry, origin, "it has more than %,d bytes".formatted(LONGEST_MANIFEST));
    }
    return tar.content().readAllBytes();
  }

  private void addFile(TarEntry entry, String path) throws IOException {
    switch (entry.type()) {
      case FILE -> layer.addFile(path, entry.attributes(), entry.size(), tar.content());
      case HARD_LINK -> {
        String target = confined(entry, entry.linkTarget());
        if (!seen.contains(target)) {
          throw bad(
              entry,
              "it is a hard link to '%s', which does not stand before it"
                  .formatted(entry.linkTarget()));
        }
        layer.add(
            new LayerEntry.HardLink(
                path,
                entry.attributes(),
                inRoot(entry, target, "the target of a hard link must be below 'rootfs'")));
      }
      default -> layer.add(entry.at(path, ""));
    }
  }

  /** Brings a path into the form of layers. */
  private String confined(TarEntry entry, String path) {
    if (path.startsWith("/")) {
      throw bad(entry, "the path '%s' is absolute".formatted(path));
    }
    if (LayerPath.escapes(path)) {
      throw bad(entry, "the path '%s' leaves the archive".formatted(path));
    }
    return LayerPath.clean(path);
  }

  private String inRoot(TarEntry entry, String path, String rule) {
    if (!path.startsWith(ROOTFS + "/")) {
      throw bad(entry, rule);
    }
    return path.substring(ROOTFS.length() + 1);
  }

  private BaciException bad(TarEntry entry, String reason) {
    return bad(entry, origin, reason);
  }

  private static BaciException bad(TarEntry entry, String origin, String reason) {
    return new BaciException("%s, entry '%s': %s".formatted(origin, entry.path(), reason));
  }
}
