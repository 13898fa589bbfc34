package io.github.baci.plan;

import io.github.baci.dockerfile.Origin;

/**
 * What all steps have.
 *
 * @param origin the instruction in the Dockerfile, for errors; of a trigger that fired, the FROM
 * @param display the instruction for people, on one line, as it was written; a trigger that fired
 *     begins with {@code ONBUILD}
 * @param createdBy what the history of the image says, in BuildKit's words, as in {@code RUN |1 A=1
 *     /bin/sh -c make # buildkit}
 */
public record StepHead(Origin origin, String display, String createdBy) {}
