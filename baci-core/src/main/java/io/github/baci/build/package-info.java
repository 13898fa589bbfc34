/** Executes a plan: step by step, the cache first, independent stages side by side. */
@NullMarked
package io.github.baci.build;

import org.jspecify.annotations.NullMarked;
