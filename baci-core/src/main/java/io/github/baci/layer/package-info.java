/**
 * Layers: uncompressed tar files with an index of their entries, and the merged file tree that a
 * list of layers makes. Knows nothing of Dockerfiles.
 */
@NullMarked
package io.github.baci.layer;

import org.jspecify.annotations.NullMarked;
