/**
 * A Dockerfile and its arguments become a graph of stages and steps. Knows nothing of executing
 * them.
 */
package io.github.baci.plan;
