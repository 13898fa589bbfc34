package io.github.baci.layer;

import io.github.baci.api.Digest;
import java.io.BufferedOutputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;

/**
 * A digest of values by which work is known that need not be done again. Each text has its length
 * before it and each list its count, so that no other values give the same. Whoever writes one
 * begins it with a version, to be raised when the same values lead to another result.
 */
public final class Fingerprint {
  private static final int BUFFER = 16 * 1024;

  private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
  private final DataOutputStream out =
      new DataOutputStream(
          new BufferedOutputStream(
              new DigestOutputStream(OutputStream.nullOutputStream(), digest), BUFFER));

  /** Adds bytes, and how many. */
  public Fingerprint bytes(byte[] bytes) {
    try {
      out.writeInt(bytes.length);
      out.write(bytes);
    } catch (IOException e) {
      throw impossible(e);
    }
    return this;
  }

  /** Adds a text, which may be the name of a file that is no valid UTF-8. */
  public Fingerprint text(String text) {
    return bytes(NameBytes.encode(text));
  }

  /** Adds a number. */
  public Fingerprint number(int number) {
    try {
      out.writeInt(number);
    } catch (IOException e) {
      throw impossible(e);
    }
    return this;
  }

  /** Adds texts, and how many. */
  public Fingerprint texts(Collection<String> texts) {
    number(texts.size());
    for (String text : texts) {
      text(text);
    }
    return this;
  }

  /** Adds names and values in the order of the map, and how many. */
  public Fingerprint map(Map<String, String> map) {
    number(map.size());
    for (Map.Entry<String, String> entry : map.entrySet()) {
      text(entry.getKey()).text(entry.getValue());
    }
    return this;
  }

  /** Writes a value in a form of its own that no other value has. */
  public interface Form {
    /** Writes the value. */
    void write(DataOutput out) throws IOException;
  }

  /** Adds a value in the form in which records hold it. */
  public Fingerprint value(Form form) {
    try {
      form.write(out);
    } catch (IOException e) {
      throw impossible(e);
    }
    return this;
  }

  /** Returns the digest of all that was added; nothing can be added afterwards. */
  public Digest digest() {
    try {
      out.flush();
    } catch (IOException e) {
      throw impossible(e);
    }
    return Digest.sha256(digest.digest());
  }

  private static UncheckedIOException impossible(IOException e) {
    return new UncheckedIOException("writing to a digest does not fail", e);
  }
}
