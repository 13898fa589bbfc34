package io.github.baci.dockerfile;

/**
 * Something in the text that is allowed but should be mended.
 *
 * @param rule the name of BuildKit's rule, as in {@code NoEmptyContinuation}
 * @param line the line, from 1
 * @param message what is wrong
 */
public record DockerfileWarning(String rule, int line, String message) {}
