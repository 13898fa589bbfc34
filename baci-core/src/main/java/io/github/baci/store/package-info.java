/**
 * The content-addressed directory that all builds of a user share: atomic writes, locks, temporary
 * places that are swept. Knows nothing of what it holds.
 */
@NullMarked
package io.github.baci.store;

import org.jspecify.annotations.NullMarked;
