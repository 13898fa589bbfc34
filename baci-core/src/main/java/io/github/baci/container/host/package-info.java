/** Starts the builder on this machine, and talks with it. */
@NullMarked
package io.github.baci.container.host;

import org.jspecify.annotations.NullMarked;
