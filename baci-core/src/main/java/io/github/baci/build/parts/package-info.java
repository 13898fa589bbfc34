/**
 * What files and layers consist of: pieces that several of them have in common, and parts that
 * whoever builds the same has in its build context. Knows nothing of who keeps the rest.
 */
@NullMarked
package io.github.baci.build.parts;

import org.jspecify.annotations.NullMarked;
