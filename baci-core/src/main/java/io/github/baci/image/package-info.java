/**
 * What an image is: a platform, a config and a list of layers. Knows nothing of where an image came
 * from.
 */
@NullMarked
package io.github.baci.image;

import org.jspecify.annotations.NullMarked;
