/**
 * A Dockerfile and its arguments become a graph of stages and steps. Knows nothing of executing
 * them.
 */
@NullMarked
package io.github.baci.plan;

import org.jspecify.annotations.NullMarked;
