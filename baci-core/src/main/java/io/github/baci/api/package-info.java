/**
 * Requests, results, options and the listener: what goes in and out of {@link io.github.baci.Baci}.
 */
@NullMarked
package io.github.baci.api;

import org.jspecify.annotations.NullMarked;
