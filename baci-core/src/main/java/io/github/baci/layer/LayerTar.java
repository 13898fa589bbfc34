package io.github.baci.layer;

import io.github.baci.api.BaciException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the tar of an image layer into entries, as the OCI image layer specification has them.
 * AUFS's own files ({@code .wh..wh.…}), which old Docker layers have, are passed over.
 */
final class LayerTar {
  private static final String AUFS_PREFIX = ".wh..wh.";

  private final String origin;
  private final TarLimits limits;

  LayerTar(String origin, TarLimits limits) {
    this.origin = origin;
    this.limits = limits;
  }

  /**
   * Reads a tar to its end, including what follows the end of the archive.
   *
   * @throws BaciException if it is damaged or holds what no layer may hold
   */
  List<LayerEntry> read(InputStream tar) throws IOException {
    List<LayerEntry> entries = new ArrayList<>();
    // Not closed: the caller owns the stream.
    @SuppressWarnings("resource")
    TarReader reader = new TarReader(tar, origin, limits);
    for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
      convert(entry.get()).ifPresent(entries::add);
    }
    reader.drain();
    return List.copyOf(entries);
  }

  private Optional<LayerEntry> convert(TarEntry entry) {
    String path = clean(entry, entry.path());
    if (path.startsWith(AUFS_PREFIX) && !path.equals(TarHeader.OPAQUE_NAME)) {
      return Optional.empty();
    }
    String name = LayerPath.name(path);
    if (name.startsWith(TarHeader.WHITEOUT_PREFIX) && !entry.ordinary()) {
      return whiteout(entry, LayerPath.parent(path), name);
    }
    if (path.isEmpty() && entry.type() != TarEntry.Type.DIRECTORY) {
      throw refused(entry, "the root must be a directory");
    }
    if (entry.sparse()) {
      throw refused(entry, "sparse files are not allowed in image layers; build the image anew");
    }
    String target = entry.type() == TarEntry.Type.HARD_LINK ? clean(entry, entry.linkTarget()) : "";
    return Optional.of(entry.at(path, target));
  }

  private Optional<LayerEntry> whiteout(TarEntry entry, String parent, String name) {
    if (name.equals(TarHeader.OPAQUE_NAME)) {
      return Optional.of(new LayerEntry.OpaqueDirectory(parent));
    }
    if (name.startsWith(AUFS_PREFIX)) {
      return Optional.empty();
    }
    String removed = name.substring(TarHeader.WHITEOUT_PREFIX.length());
    if (removed.isEmpty() || removed.equals(".") || removed.equals("..")) {
      throw refused(entry, "a whiteout that names nothing");
    }
    return Optional.of(new LayerEntry.Whiteout(LayerPath.child(parent, removed)));
  }

  private String clean(TarEntry entry, String path) {
    if (LayerPath.escapes(path)) {
      throw refused(entry, "'%s' leads out of the image".formatted(path));
    }
    return LayerPath.clean(path);
  }

  private BaciException refused(TarEntry entry, String reason) {
    return new BaciException("%s, entry '%s': %s".formatted(origin, entry.path(), reason));
  }
}
