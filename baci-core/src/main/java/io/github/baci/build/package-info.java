/** Executes a plan: step by step, the cache first, independent stages side by side. */
package io.github.baci.build;
