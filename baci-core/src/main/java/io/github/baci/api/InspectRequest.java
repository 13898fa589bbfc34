package io.github.baci.api;

import java.nio.file.Path;
import java.util.Optional;

/** Which image to look into. */
public final class InspectRequest {
  private final String image;
  private final Path storeDirectory;
  private final Optional<String> against;
  private final Optional<String> path;
  private final ImageSearch search;

  private InspectRequest(Builder builder) {
    image = builder.image;
    storeDirectory = builder.storeDirectory;
    against = builder.against;
    path = builder.path;
    search = builder.search;
  }

  /**
   * Begins a request for which nothing but the necessary is said.
   *
   * @param image the path of an ACI, an OCI archive, a docker archive or an OCI layout, or any
   *     reference that {@code FROM} takes
   * @param storeDirectory the store, which the layers of the image are brought into
   */
  public static Builder builder(String image, Path storeDirectory) {
    return new Builder(image, storeDirectory);
  }

  /**
   * Returns the path of an ACI, an OCI archive, a docker archive or an OCI layout, or any reference
   * that {@code FROM} takes.
   */
  public String image() {
    return image;
  }

  /** Returns the store, which the layers of the image are brought into. */
  public Path storeDirectory() {
    return storeDirectory;
  }

  /** Returns another image of any of these kinds, to compare the image with. */
  public Optional<String> against() {
    return against;
  }

  /** Returns the file or directory of the image that is shown; by default the top level alone. */
  public Optional<String> path() {
    return path;
  }

  /** Returns how images are found; by default paths from the working directory on. */
  public ImageSearch search() {
    return search;
  }

  /** Puts a request together. Not safe for several threads. */
  public static final class Builder {
    private final String image;
    private final Path storeDirectory;
    private Optional<String> against = Optional.empty();
    private Optional<String> path = Optional.empty();
    private ImageSearch search = ImageSearch.in(Path.of("").toAbsolutePath());

    private Builder(String image, Path storeDirectory) {
      this.image = image;
      this.storeDirectory = storeDirectory;
    }

    /** Sets another image of any of these kinds, to compare the image with. */
    public Builder against(String value) {
      against = Optional.of(value);
      return this;
    }

    /** Sets the file or directory of the image that is shown; by default the top level alone. */
    public Builder path(String value) {
      path = Optional.of(value);
      return this;
    }

    /** Sets how images are found; by default paths from the working directory on. */
    public Builder search(ImageSearch value) {
      search = value;
      return this;
    }

    /** Returns the request. */
    public InspectRequest build() {
      return new InspectRequest(this);
    }
  }
}
