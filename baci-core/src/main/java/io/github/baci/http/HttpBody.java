package io.github.baci.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What is sent with a request. It can be sent again.
 *
 * @param length its length in bytes
 * @param content its bytes
 * @param isLogin whether it is for the server alone that it is sent to, and for none behind a
 *     redirect
 */
public record HttpBody(long length, Content content, boolean isLogin) {
  /** Nothing. */
  public static final HttpBody NONE = of(new byte[0]);

  /** Gives bytes, as often as they are needed. */
  @FunctionalInterface
  public interface Content {
    /** Opens the bytes; they are closed by the caller. */
    InputStream open() throws IOException;
  }

  /** Something that whoever the server names may have. */
  public HttpBody(long length, Content content) {
    this(length, content, false);
  }

  /** Wraps bytes. */
  public static HttpBody of(byte[] bytes) {
    return new HttpBody(bytes.length, () -> new ByteArrayInputStream(bytes));
  }

  /** Wraps bytes by which one logs in. */
  public static HttpBody ofLogin(byte[] bytes) {
    return new HttpBody(bytes.length, () -> new ByteArrayInputStream(bytes), true);
  }
}
