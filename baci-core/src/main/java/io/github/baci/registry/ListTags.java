package io.github.baci.registry;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.baci.http.HttpAnswer;
import io.github.baci.http.HttpFailure;
import io.github.baci.http.HttpQuestion;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks for some of the tags of a repository (distribution specification, "Listing Tags"). */
final class ListTags implements Conversation<ListTags.Page> {
  private static final int AT_ONCE = 1000;
  private static final int LARGEST = 4 << 20;

  private final String repository;
  private final Optional<String> last;

  /**
   * Some tags.
   *
   * @param more whether there are others behind them
   */
  record Page(List<String> tags, boolean more) {}

  /**
   * Asks.
   *
   * @param last the tag behind which the list begins
   */
  ListTags(String repository, Optional<String> last) {
    this.repository = repository;
    this.last = last;
  }

  @Override
  public HttpQuestion question(URI registry) {
    String from =
        last.map(tag -> "&last=" + URLEncoder.encode(tag, StandardCharsets.UTF_8)).orElse("");
    return HttpQuestion.get(
        registry.resolve("/v2/" + repository + "/tags/list?n=" + AT_ONCE + from));
  }

  @Override
  public Scopes scopes() {
    return Scopes.pull(repository);
  }

  @Override
  public Page read(HttpAnswer answer) throws IOException {
    JsonNode document = Json.object(answer.bytes(LARGEST));
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : document.path("tags")) {
      tags.add(tag.asText());
    }
    boolean more = answer.header("Link").filter(link -> link.contains("next")).isPresent();
    if (more && (tags.isEmpty() || last.filter(tags::contains).isPresent())) {
      throw new HttpFailure(
          HttpFailure.Kind.WRONG_ANSWER, "the list of tags does not come to an end");
    }
    return new Page(tags, more);
  }
}
