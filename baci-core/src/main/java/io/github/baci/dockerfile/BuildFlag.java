package io.github.baci.dockerfile;

/**
 * An option of an instruction, as {@code --from=base}.
 *
 * @param text the option without quotes and escapes, with its dashes
 * @param offset where it begins in the logical line
 */
record BuildFlag(String text, int offset) {}
