/**
 * The public API of baci: a {@link io.github.baci.api.BuildRequest} goes in, a {@link
 * io.github.baci.api.BuildResult} comes out, and what happens between is told to a {@link
 * io.github.baci.api.BuildListener}.
 */
@NullMarked
package io.github.baci;

import org.jspecify.annotations.NullMarked;
