/**
 * Compression in chunks: each is compressed for itself, by any thread, and one after the other they
 * are a valid file. Knows nothing of what the chunks hold.
 */
@NullMarked
package io.github.baci.compress;

import org.jspecify.annotations.NullMarked;
