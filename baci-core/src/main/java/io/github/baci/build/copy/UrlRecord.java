package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What a server said of a URL when its file was fetched. In the store, each field is a line: URL,
 * digest, {@code ETag}, {@code Last-Modified}; the last two may be empty.
 */
record UrlRecord(String url, Digest digest, Optional<String> etag, Optional<String> lastModified) {
  private static final int LINES = 4;

  /** Returns the key of a fetched file. */
  static String contentKey(Digest digest) {
    return "url-content-" + digest.hex();
  }

  private static String key(String url) {
    return "url-" + Digest.sha256Of(url.getBytes(StandardCharsets.UTF_8)).hex();
  }

  /** Finds the record of a URL whose file is in the store too. */
  static Optional<UrlRecord> find(Store store, String url) {
    Optional<String> text = new Records(store).text(Store.Area.FILES, key(url));
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<String> lines = List.of(text.get().split("\n", -1));
      if (lines.size() < LINES || !lines.get(0).equals(url)) {
        return Optional.empty();
      }
      UrlRecord record =
          new UrlRecord(
              url, Digest.parse(lines.get(1)), nonEmpty(lines.get(2)), nonEmpty(lines.get(3)));
      return store.find(Store.Area.FILES, contentKey(record.digest)).map(present -> record);
    } catch (BaciException e) {
      // A record that cannot be read only means that the file is fetched again.
      return Optional.empty();
    }
  }

  private static Optional<String> nonEmpty(String line) {
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  void write(Store store) throws IOException {
    new Records(store)
        .put(
            Store.Area.FILES,
            key(url),
            String.join(
                "\n", url, digest.toString(), etag.orElse(""), lastModified.orElse(""), ""));
  }
}
