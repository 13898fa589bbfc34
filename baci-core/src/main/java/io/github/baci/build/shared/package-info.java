/**
 * Results of steps in repositories of registries: how they are written down, found, brought into
 * the store and put there. Knows nothing of how steps are executed.
 */
@NullMarked
package io.github.baci.build.shared;

import org.jspecify.annotations.NullMarked;
