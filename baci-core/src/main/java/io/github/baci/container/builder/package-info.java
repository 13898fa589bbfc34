/**
 * The side inside the builder container: unpacks layers, mounts them, runs commands and takes
 * snapshots. Runs in the worker process alone, as root of its user namespace.
 */
@NullMarked
package io.github.baci.container.builder;

import org.jspecify.annotations.NullMarked;
