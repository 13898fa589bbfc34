package io.github.baci.api;

import java.nio.file.Path;
import java.util.Optional;

/** Which image to convert, and to what. */
public final class ConvertRequest {
  private final String image;
  private final Path file;
  private final ImageForm form;
  private final Path storeDirectory;
  private final Optional<String> name;
  private final AciCompression aciCompression;
  private final LayerCompression layerCompression;
  private final ImageSearch search;

  private ConvertRequest(Builder builder) {
    image = builder.image;
    file = builder.file;
    form = builder.form;
    storeDirectory = builder.storeDirectory;
    name = builder.name;
    aciCompression = builder.aciCompression;
    layerCompression = builder.layerCompression;
    search = builder.search;
  }

  /**
   * Begins a request for which nothing but the necessary is said.
   *
   * @param image the path of an ACI, an OCI archive, a docker archive or an OCI layout, or any
   *     reference that {@code FROM} takes
   * @param file where the new image is written
   * @param form the form of the new image
   * @param storeDirectory the store, which the layers of the image are brought into
   */
  public static Builder builder(String image, Path file, ImageForm form, Path storeDirectory) {
    return new Builder(image, file, form, storeDirectory);
  }

  /**
   * Returns the path of an ACI, an OCI archive, a docker archive or an OCI layout, or any reference
   * that {@code FROM} takes.
   */
  public String image() {
    return image;
  }

  /** Returns where the new image is written. */
  public Path file() {
    return file;
  }

  /** Returns the form of the new image. */
  public ImageForm form() {
    return form;
  }

  /** Returns the store, which the layers of the image are brought into. */
  public Path storeDirectory() {
    return storeDirectory;
  }

  /** Returns what the new image is called, {@code NAME[:VERSION]}; by default as before. */
  public Optional<String> name() {
    return name;
  }

  /** Returns how an ACI is compressed; by default with gzip. */
  public AciCompression aciCompression() {
    return aciCompression;
  }

  /**
   * Returns how those layers of an OCI archive are compressed that did not come compressed; by
   * default with gzip.
   */
  public LayerCompression layerCompression() {
    return layerCompression;
  }

  /** Returns how images are found; by default paths from the working directory on. */
  public ImageSearch search() {
    return search;
  }

  /** Puts a request together. Not safe for several threads. */
  public static final class Builder {
    private final String image;
    private final Path file;
    private final ImageForm form;
    private final Path storeDirectory;
    private Optional<String> name = Optional.empty();
    private AciCompression aciCompression = AciCompression.GZIP;
    private LayerCompression layerCompression = LayerCompression.GZIP;
    private ImageSearch search = ImageSearch.in(Path.of("").toAbsolutePath());

    private Builder(String image, Path file, ImageForm form, Path storeDirectory) {
      this.image = image;
      this.file = file;
      this.form = form;
      this.storeDirectory = storeDirectory;
    }

    /** Sets what the new image is called, {@code NAME[:VERSION]}; by default as before. */
    public Builder name(String value) {
      name = Optional.of(value);
      return this;
    }

    /** Sets how an ACI is compressed; by default with gzip. */
    public Builder aciCompression(AciCompression value) {
      aciCompression = value;
      return this;
    }

    /**
     * Sets how those layers of an OCI archive are compressed that did not come compressed; by
     * default with gzip.
     */
    public Builder layerCompression(LayerCompression value) {
      layerCompression = value;
      return this;
    }

    /** Sets how images are found; by default paths from the working directory on. */
    public Builder search(ImageSearch value) {
      search = value;
      return this;
    }

    /** Returns the request. */
    public ConvertRequest build() {
      return new ConvertRequest(this);
    }
  }
}
