/** Runs the application of an image in a container. */
@NullMarked
package io.github.baci.run;

import org.jspecify.annotations.NullMarked;
