package io.github.baci.dockerfile;

import java.util.List;

/**
 * An instruction before its parts are told apart: continuation lines joined, blanks at both ends
 * gone.
 *
 * @param text the text
 * @param startLine its first line, from 1
 * @param endLine its last line, without the bodies of heredocs
 * @param map where its characters stand in the file
 * @param comments the comments above it, without {@code #}
 * @param emptyContinuation whether there is an empty line between its lines
 */
record LogicalLine(
    String text,
    int startLine,
    int endLine,
    LineMap map,
    List<String> comments,
    boolean emptyContinuation) {}
