package io.github.baci.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a token is for, as the token specification of distribution writes it: {@code
 * repository:NAME:pull,push}. Sets of actions by resource, in the order in which they were named.
 */
record Scopes(Map<String, Set<String>> actions) {
  private static final String REPOSITORY = "repository:";

  /** Copies the map. */
  Scopes {
    Map<String, Set<String>> copy = new LinkedHashMap<>();
    actions.forEach((resource, set) -> copy.put(resource, new TreeSet<>(set)));
    actions = copy;
  }

  /** Reading a repository. */
  static Scopes pull(String repository) {
    return new Scopes(Map.of(REPOSITORY + repository, Set.of("pull")));
  }

  /** Reading and writing a repository. */
  static Scopes push(String repository) {
    return new Scopes(Map.of(REPOSITORY + repository, Set.of("pull", "push")));
  }

  /** Deleting from a repository. */
  static Scopes delete(String repository) {
    return new Scopes(Map.of(REPOSITORY + repository, Set.of("pull", "delete")));
  }

  /** Reads the scopes of a challenge, separated by spaces; what has another form is left out. */
  static Scopes parse(String text) {
    Map<String, Set<String>> actions = new LinkedHashMap<>();
    for (String scope : text.split(" ")) {
      int colon = scope.lastIndexOf(':');
      if (colon > 0 && scope.indexOf(':') < colon) {
        actions
            .computeIfAbsent(scope.substring(0, colon), key -> new TreeSet<>())
            .addAll(List.of(scope.substring(colon + 1).split(",")));
      }
    }
    return new Scopes(actions);
  }

  /** Returns these scopes and others. */
  Scopes plus(Scopes others) {
    Map<String, Set<String>> all = new LinkedHashMap<>();
    actions.forEach((resource, set) -> all.put(resource, new TreeSet<>(set)));
    others.actions.forEach(
        (resource, set) -> all.computeIfAbsent(resource, key -> new TreeSet<>()).addAll(set));
    return new Scopes(all);
  }

  /** Returns whether a token for these scopes serves for others. */
  boolean cover(Scopes others) {
    return others.actions.entrySet().stream()
        .allMatch(
            each -> actions.getOrDefault(each.getKey(), Set.of()).containsAll(each.getValue()));
  }

  /** Returns one text for each resource. */
  Collection<String> texts() {
    List<String> texts = new ArrayList<>();
    actions.forEach((resource, set) -> texts.add(resource + ":" + String.join(",", set)));
    return texts;
  }
}
