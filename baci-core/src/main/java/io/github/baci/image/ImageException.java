package io.github.baci.image;

import io.github.baci.api.BaciException;

/** An image cannot be had. The message says what the image is called. */
public final class ImageException extends BaciException {
  private static final long serialVersionUID = 1L;

  private final String image;

  /**
   * Makes an exception.
   *
   * @param image what the image is called, as in {@code aci://base.aci}
   * @param rest the rest of the message, with the blank or colon before it
   */
  public ImageException(String image, String rest) {
    super(image + rest);
    this.image = image;
  }

  /** As {@link #ImageException(String, String)}, where another exception says what is wrong. */
  public ImageException(String image, String rest, Throwable cause) {
    this(image + rest, cause, image);
  }

  private ImageException(String message, Throwable cause, String image) {
    super(message, cause);
    this.image = image;
  }

  /** Makes an exception whose message begins with something else, and names the image later. */
  public static ImageException naming(String image, String message, Throwable cause) {
    return new ImageException(message, cause, image);
  }

  /** Returns the name that the message says. */
  public String image() {
    return image;
  }
}
