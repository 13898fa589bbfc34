/** The forms in which images are written, one class each; used by builds and conversions alike. */
@NullMarked
package io.github.baci.output;

import org.jspecify.annotations.NullMarked;
