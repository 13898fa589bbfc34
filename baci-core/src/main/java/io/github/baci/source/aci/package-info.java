/**
 * App Container Images as base images: in files, by URL and by discovery, rendered with what they
 * depend on, their signatures verified where they have to be.
 */
@NullMarked
package io.github.baci.source.aci;

import org.jspecify.annotations.NullMarked;
