/** The engine that starts the builder with rkt, from an image that holds the builder. */
@NullMarked
package io.github.baci.container.rkt;

import org.jspecify.annotations.NullMarked;
