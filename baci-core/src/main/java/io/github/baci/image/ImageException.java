package io.github.baci.image;

import io.github.baci.api.BaciException;

/** An image cannot be had. The message begins with what the image is called. */
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
    super(image + rest, cause);
    this.image = image;
  }

  /** Returns the name that the message begins with. */
  public String image() {
    return image;
  }
}
