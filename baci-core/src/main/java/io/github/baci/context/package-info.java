/**
 * The build context: a directory seen through its ignore file, with content digests. Knows nothing
 * of images.
 */
@NullMarked
package io.github.baci.context;

import org.jspecify.annotations.NullMarked;
