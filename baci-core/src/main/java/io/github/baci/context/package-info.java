/**
 * The build context: a directory seen through its ignore file, with content digests. Knows nothing
 * of images.
 */
package io.github.baci.context;
