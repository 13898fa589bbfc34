/** Brings images from registries and files into the store, several layers at once. */
@NullMarked
package io.github.baci.source.pull;

import org.jspecify.annotations.NullMarked;
