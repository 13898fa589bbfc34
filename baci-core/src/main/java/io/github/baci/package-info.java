/**
 * The public API of baci: a {@link io.github.baci.BuildRequest} goes in, a {@link
 * io.github.baci.BuildResult} comes out, and what happens between is told to a {@link
 * io.github.baci.BuildListener}.
 */
package io.github.baci;
