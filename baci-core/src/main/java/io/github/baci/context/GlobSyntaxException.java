package io.github.baci.context;

/** A glob pattern that Go's {@code filepath.Match} would call malformed. */
public final class GlobSyntaxException extends Exception {
  private static final long serialVersionUID = 1L;

  GlobSyntaxException(String pattern, String problem) {
    super("the pattern '%s' is malformed: %s".formatted(pattern, problem));
  }
}
