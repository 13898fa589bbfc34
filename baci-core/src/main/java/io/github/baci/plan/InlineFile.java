package io.github.baci.plan;

/**
 * A heredoc of COPY or ADD: a file of mode 0644, made in the destination after everything else.
 *
 * @param name the name of the file, as it was written; one with a {@code /} cannot be made, as in
 *     BuildKit, and is refused when the step is executed, not before
 * @param content its text, variables expanded, to be written in UTF-8
 */
public record InlineFile(String name, String content) {}
