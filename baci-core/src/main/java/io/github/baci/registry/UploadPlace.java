package io.github.baci.registry;

import io.github.baci.api.Digest;
import io.github.baci.http.Http;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import java.net.URI;
import java.util.Optional;

/** Where the next request of an upload goes: what {@code Location} says, to the letter. */
final class UploadPlace {
  private UploadPlace() {}

  /**
   * Reads the place.
   *
   * @throws HttpFailure if the answer names none, or none to go to
   */
  static URI of(HttpAnswer answer) throws HttpFailure {
    Optional<String> location = answer.header("Location");
    if (location.isEmpty()) {
      throw new HttpFailure(
          HttpFailure.Kind.WRONG_ANSWER, "the registry does not say where the blob goes");
    }
    return Http.target(answer.url(), secure(answer.url(), location.get()));
  }

  /** Servers behind a proxy that speaks HTTPS for them name themselves by plain HTTP. */
  private static String secure(URI asked, String location) {
    String plain = "http://" + asked.getRawAuthority() + "/";
    return "https".equalsIgnoreCase(asked.getScheme()) && location.startsWith(plain)
        ? "https://" + location.substring("http://".length())
        : location;
  }

  /** Returns the place with the digest by which an upload is completed. */
  static URI completing(URI place, Digest digest) {
    String text = place.toString();
    return URI.create(text + (text.indexOf('?') < 0 ? "?" : "&") + "digest=" + digest);
  }
}
