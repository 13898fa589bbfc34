package io.github.baci.plan;

import io.github.baci.api.BaciException;

/** A source of ADD after the expansion of variables. */
public sealed interface AddSource permits AddSource.Local, AddSource.Http, GitSource {

  /** Returns the source as it was written. */
  String text();

  /**
   * A path or wildcard in the context.
   *
   * @param text the path, relative to the root of the context even if it starts with {@code /}
   */
  record Local(String text) implements AddSource {}

  /**
   * A file that is fetched.
   *
   * @param text a URL that starts with {@code http://} or {@code https://}
   */
  record Http(String text) implements AddSource {}

  /**
   * Tells what a source is: a git repository if it can be read as one, else a URL, else a path.
   *
   * @throws BaciException if it is a git repository with options that do not exist or contradict
   *     each other; the message does not say where it stands
   */
  static AddSource parse(String source) {
    var git = GitSource.parse(source);
    if (git.isPresent()) {
      return git.get();
    }
    return source.startsWith("http://") || source.startsWith("https://")
        ? new Http(source)
        : new Local(source);
  }
}
