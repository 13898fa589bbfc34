/**
 * Containers: the engines that start a builder, the protocol between host and builder, and the
 * builder itself, which mounts layers, runs commands and takes snapshots. Knows nothing of
 * Dockerfiles.
 */
@NullMarked
package io.github.baci.container;

import org.jspecify.annotations.NullMarked;
