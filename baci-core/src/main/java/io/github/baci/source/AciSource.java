package io.github.baci.source;

import io.github.baci.aci.manifest.AciImage;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.image.Image;
import io.github.baci.image.ImageException;
import io.github.baci.source.aci.AciImages;
import io.github.baci.source.aci.AciReference;
import io.github.baci.source.aci.AttachedAcis;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * App Container Images: {@code aci://PATH}, {@code aci://NAME[:VERSION][,LABEL=VALUE…]}, {@code
 * aci+https://HOST/PATH} and, where plain HTTP is allowed, {@code aci+http://HOST/PATH}.
 */
final class AciSource implements ImageSource {

  /** The kinds of references. */
  enum Form {
    /** A file or a name. */
    ACI("aci"),
    /** A URL. */
    HTTPS("aci+https"),
    /** A URL. */
    HTTP("aci+http");

    private final String scheme;

    Form(String scheme) {
      this.scheme = scheme;
    }
  }

  private final Form form;
  private final Store store;
  private final Path contextDirectory;
  private final AciImages images;

  AciSource(Form form, AciImages images, Store store, Path contextDirectory) {
    this.form = form;
    this.images = images;
    this.store = store;
    this.contextDirectory = contextDirectory;
  }

  @Override
  public String scheme() {
    return form.scheme;
  }

  @Override
  public Optional<Path> file(String reference) {
    return form == Form.ACI
            && AciReference.parse(reference, contextDirectory) instanceof AciReference.File file
        ? Optional.of(file.path())
        : Optional.empty();
  }

  @Override
  public Image load(String reference, Platform platform) throws InterruptedException {
    return find(reference, platform).toImage(platform);
  }

  @Override
  public NamedImage named(String name, String reference, Platform platform)
      throws InterruptedException {
    return NamedImage.of(name, find(reference, platform), OptionalLong.empty(), platform);
  }

  private AciImage find(String reference, Platform platform) throws InterruptedException {
    return find(shown(reference), () -> read(reference, platform));
  }

  /**
   * Reads the image of a file.
   *
   * @param shown how messages call it
   * @param attached finds what was attached beside it
   */
  AciImage find(Path file, String shown, Platform platform, AttachedAcis attached)
      throws InterruptedException {
    return find(shown, () -> images.read(file, platform, attached));
  }

  private String shown(String reference) {
    return scheme() + "://" + reference;
  }

  private interface Reading {
    AciImage read() throws IOException, InterruptedException;
  }

  private AciImage find(String shown, Reading reading) throws InterruptedException {
    try {
      return reading.read();
    } catch (BaciException e) {
      throw new ImageException(shown, ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  private AciImage read(String reference, Platform platform)
      throws IOException, InterruptedException {
    if (form != Form.ACI) {
      return images.fetch(url(form.scheme.substring("aci+".length()), reference), platform);
    }
    AciReference parsed = AciReference.parse(reference, contextDirectory);
    return parsed instanceof AciReference.File file
        ? images.read(file.path(), platform)
        : images.find(((AciReference.Name) parsed).name(), platform);
  }

  private static URI url(String scheme, String reference) {
    try {
      URI url = new URI(scheme + "://" + reference);
      if (url.getHost() != null) {
        return url;
      }
    } catch (URISyntaxException e) {
      throw new BaciException(
          "it is no URL: %s; escape special characters".formatted(e.getMessage()), e);
    }
    throw new BaciException("the URL has no host");
  }
}
