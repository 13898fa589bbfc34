package io.github.baci.source.aci;

import io.github.baci.aci.archive.AciReader;
import io.github.baci.aci.archive.DependencyMatch;
import io.github.baci.aci.archive.UnrenderedAci;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Dependency;
import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.layer.LayerStore;
import io.github.baci.signature.UntrustedSignature;
import io.github.baci.store.InputFile;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** ACIs in files. One that is unchanged since it was last read is answered from the store. */
final class LocalAcis {
  private static final int LARGEST_SIGNATURE = 1 << 20;

  private final AciReader reader;
  private final AciRecords records;
  private final SignaturePolicy policy;

  LocalAcis(Store store, LayerStore layers, SignaturePolicy policy) {
    this.policy = policy;
    this.reader = new AciReader(layers);
    this.records = new AciRecords(store, layers);
  }

  /**
   * Reads a file.
   *
   * @param requested the name that the image was asked for by, if it was
   * @throws BaciException if there is no such file, it is no ACI, or not signed as it must be
   */
  UnrenderedAci read(Path file, Optional<AcIdentifier> requested)
      throws IOException, InterruptedException {
    Path real;
    String stamp;
    try {
      real = file.toRealPath();
      stamp = stamp(real);
    } catch (NoSuchFileException e) {
      throw new BaciException("there is no ACI '%s'".formatted(file), e);
    }
    if (Files.isDirectory(real)) {
      throw new BaciException("'%s' is a directory and no ACI".formatted(file));
    }
    Optional<UnrenderedAci> known =
        records.find(real, stamp).filter(image -> policy.accepts(image, requested));
    if (known.isPresent()) {
      return known.get();
    }
    String origin = "the ACI '" + file + "'";
    Path signature = file.resolveSibling(file.getFileName() + ".asc");
    Optional<SignaturePolicy.Verified> verified =
        policy.verify(
            file, origin, requested, "'" + signature + "'", () -> readSignature(signature));
    UnrenderedAci image = reader.readUnrendered(file);
    records.put(image);
    records.put(real, stamp, image.imageId());
    if (verified.isPresent()) {
      policy.remember(image, verified.get());
    }
    return image;
  }

  private static byte[] readSignature(Path signature) throws IOException {
    try (InputStream in = InputFile.open(signature)) {
      return in.readNBytes(LARGEST_SIGNATURE);
    } catch (NoSuchFileException e) {
      throw new UntrustedSignature(
          "the image must be signed, but there is no signature '%s'".formatted(signature), e);
    }
  }

  /**
   * Finds the ACI in a directory that a dependency asks for, by the manifests of its files {@code
   * *.aci}. Files that are no ACIs are passed over.
   *
   * @throws BaciException if several would do
   */
  Optional<UnrenderedAci> findIn(Path directory, Dependency dependency)
      throws IOException, InterruptedException {
    AciName name = new AciName(dependency.imageName(), dependency.labels());
    List<Path> matching = new ArrayList<>();
    List<UnrenderedAci> found = new ArrayList<>();
    for (Path file : list(directory)) {
      // With an image ID, the labels do not matter.
      Optional<ImageManifest> manifest =
          manifest(file).filter(each -> each.name().equals(dependency.imageName()));
      if (dependency.imageId().isPresent()
          ? manifest.isPresent() && isImage(file, dependency)
          : manifest.filter(each -> DependencyMatch.hasName(each, name)).isPresent()) {
        UnrenderedAci image = read(file, Optional.of(dependency.imageName()));
        if (found.stream().noneMatch(each -> each.imageId().equals(image.imageId()))) {
          matching.add(file.getFileName());
          found.add(image);
        }
      }
    }
    if (found.size() > 1) {
      throw new BaciException("several files in '%s' match it: %s".formatted(directory, matching));
    }
    return found.stream().findFirst();
  }

  private boolean isImage(Path file, Dependency dependency)
      throws IOException, InterruptedException {
    return dependency
        .imageId()
        .equals(Optional.of(read(file, Optional.of(dependency.imageName())).imageId()));
  }

  private static List<Path> list(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.aci")) {
      stream.forEach(files::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    files.removeIf(file -> !Files.isRegularFile(file));
    files.sort(null);
    return files;
  }

  private Optional<ImageManifest> manifest(Path file) {
    try {
      Path real = file.toRealPath();
      Optional<UnrenderedAci> known = records.find(real, stamp(real));
      return Optional.of(
          known.isPresent()
              ? known.get().manifest()
              : AciReader.readManifest(file, file.toString()));
    } catch (IOException | BaciException e) {
      return Optional.empty();
    }
  }

  /** Returns what changes when the file does. */
  private static String stamp(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return "%d %s %s"
        .formatted(attributes.size(), attributes.lastModifiedTime(), attributes.fileKey());
  }
}
