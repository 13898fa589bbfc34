package io.github.baci.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is sent with a request. It can be sent again.
 *
 * @param length its length in bytes
 * @param content its bytes
 */
public record HttpBody(long length, Content content) {
  /** Nothing. */
  public static final HttpBody NONE = of(new byte[0]);

  /** Gives bytes, as often as they are needed. */
  @FunctionalInterface
  public interface Content {
    /** Opens the bytes; they are closed by the caller. */
    InputStream open() throws IOException;
  }

  /** Wraps bytes. */
  public static HttpBody of(byte[] bytes) {
    return new HttpBody(bytes.length, () -> new ByteArrayInputStream(bytes));
  }
}
