package io.github.baci.build.copy;

import io.github.baci.api.Digest;
import io.github.baci.layer.Mtime;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that was fetched by URL and lies in the store.
 *
 * @param url where it is from
 * @param name the last segment of the URL's path
 * @param file its bytes
 * @param digest the SHA-256 digest of its bytes
 * @param lastModified the time that the server gives it
 */
record UrlFile(String url, String name, Path file, Digest digest, Optional<Mtime> lastModified) {}
