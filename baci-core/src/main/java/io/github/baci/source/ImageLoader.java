package io.github.baci.source;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ImageSearch;
import io.github.baci.api.Platform;
import io.github.baci.compress.DecompressionLimits;
import io.github.baci.compress.Decompressor;
import io.github.baci.image.Image;
import io.github.baci.layer.Archive;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.TarEntry;
import io.github.baci.layer.TarLimits;
import io.github.baci.layer.TarReader;
import io.github.baci.source.aci.AciImages;
import io.github.baci.source.aci.AttachedAcis;
import io.github.baci.source.pull.OciLayoutReader;
import io.github.baci.source.pull.TarIndex;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Images as users name them: the path of an ACI, an OCI archive, a docker archive or an OCI layout,
 * which of them is found out by what is in it, or any reference that {@code FROM} takes.
 */
public final class ImageLoader {
  private static final String OCI_ARCHIVE = "oci-archive";
  private static final String DOCKER_ARCHIVE = "docker-archive";

  private final Store store;
  private final AciImages acis;
  private final BuildListener listener;
  private final ImageSources sources;
  private final Path directory;

  /**
   * Takes where images are kept and come from.
   *
   * @param search how references are found, and what paths are relative to
   * @param listener hears of progress and warnings
   */
  public ImageLoader(Store store, LayerStore layers, ImageSearch search, BuildListener listener) {
    this.store = store;
    this.directory = search.directory();
    this.acis = new AciImages(store, layers, search.sources(), listener);
    this.listener = listener;
    this.sources = ImageSources.standard(store, layers, search.sources(), directory, listener);
  }

  /**
   * Finds an image and brings its layers into the store.
   *
   * @param text a path or a reference
   * @param asked which image is meant where there are several, and what one runs on that does not
   *     say; if it is empty, that of this machine. An image that says another one is taken all the
   *     same, with a warning to those who asked
   * @throws BaciException if there is no such image, or it is damaged
   */
  public NamedImage load(String text, Optional<Platform> asked) throws InterruptedException {
    NamedImage found = find(text, asked.orElseGet(Platform::current));
    Platform actual = found.image().platform();
    if (asked.isPresent() && !asked.get().equals(actual)) {
      listener.warning("%s is made for %s, and not for %s".formatted(text, actual, asked.get()));
    }
    return found;
  }

  private NamedImage find(String text, Platform platform) throws InterruptedException {
    try {
      if (text.contains("://")) {
        return sources.named(text, platform);
      }
      Path path = path(text);
      if (path != null && Files.isDirectory(path)) {
        return saved(text, "oci-layout", path, OptionalLong.empty(), platform);
      } else if (path != null && Files.exists(path)) {
        return file(text, path, platform);
      } else if (looksLikePath(text)) {
        throw new BaciException("there is no image '%s'".formatted(path == null ? text : path));
      }
      return sources.named(text, platform);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  private NamedImage file(String name, Path path, Platform platform)
      throws IOException, InterruptedException {
    OptionalLong size = OptionalLong.of(Files.size(path));
    if (isAci(path)) {
      return NamedImage.of(name, acis.read(path, platform, AttachedAcis.NONE), size, platform);
    }
    return Decompressor.isCompressed(path)
        ? compressed(name, path, size, platform)
        : saved(name, isOciArchive(path) ? OCI_ARCHIVE : DOCKER_ARCHIVE, path, size, platform);
  }

  private NamedImage saved(
      String name, String form, Path path, OptionalLong size, Platform platform)
      throws InterruptedException {
    Image image = sources.load(form + "://" + path, platform);
    return new NamedImage(name, form, size, image, Optional.empty());
  }

  /**
   * Reads a compressed archive, which is decompressed once, and not again to find out its form: a
   * docker archive's reader takes OCI archives too, and only those have manifests with a digest.
   */
  private NamedImage compressed(String name, Path path, OptionalLong size, Platform platform)
      throws InterruptedException {
    NamedImage read = saved(name, DOCKER_ARCHIVE, path, size, platform);
    return read.image().origin().manifest().isEmpty()
        ? read
        : new NamedImage(name, OCI_ARCHIVE, size, read.image(), Optional.empty());
  }

  private @Nullable Path path(String text) {
    try {
      return directory.resolve(text);
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static boolean looksLikePath(String text) {
    return text.startsWith("/")
        || text.startsWith(".")
        || text.indexOf('\\') >= 0
        || text.endsWith(".aci")
        || text.endsWith(".tar");
  }

  /** Tells by the first entry: an ACI has nothing beside its manifest and what is in rootfs. */
  private static boolean isAci(Path path) throws IOException {
    Archive archive =
        Archive.detect(path, "'" + path + "'")
            .orElseThrow(
                () -> new BaciException("'%s' is no image: it is no tar archive".formatted(path)));
    try (TarReader tar = archive.read(DecompressionLimits.DEFAULT, TarLimits.DEFAULT)) {
      String first;
      do {
        Optional<TarEntry> entry = tar.next();
        if (entry.isEmpty()) {
          return false;
        }
        first = LayerPath.clean(entry.get().path());
      } while (first.isEmpty()); // the directory that was packed, as "./"
      return first.equals("manifest") || first.equals("rootfs") || first.startsWith("rootfs/");
    }
  }

  private boolean isOciArchive(Path path) throws IOException {
    TarIndex files = TarIndex.open(path, store::newTemporaryDirectory);
    return files.find(OciLayoutReader.INDEX).isPresent() && files.find("manifest.json").isEmpty();
  }
}
