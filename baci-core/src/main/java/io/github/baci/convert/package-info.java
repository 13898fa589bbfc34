/** Images of one form to images of another: the same files, run in the same way. */
@NullMarked
package io.github.baci.convert;

import org.jspecify.annotations.NullMarked;
