package io.github.baci.dockerfile;

import java.util.List;
import java.util.Optional;

/**
 * What COPY and ADD have in common. All values stand as they were written, before the expansion of
 * variables; an option that was given an empty value counts as not given, as in BuildKit.
 *
 * @param sources paths, wildcards and URLs, without the inline files
 * @param inlineFiles heredocs that become files; they come after the sources
 * @param destination where to
 * @param chown {@code --chown}
 * @param chmod {@code --chmod}
 * @param link {@code --link}
 * @param excludes {@code --exclude}, each
 */
public record FileInstruction(
    List<String> sources,
    List<Heredoc> inlineFiles,
    String destination,
    Optional<String> chown,
    Optional<String> chmod,
    boolean link,
    List<String> excludes) {

  /** Copies the lists. */
  public FileInstruction {
    sources = List.copyOf(sources);
    inlineFiles = List.copyOf(inlineFiles);
    excludes = List.copyOf(excludes);
  }
}
