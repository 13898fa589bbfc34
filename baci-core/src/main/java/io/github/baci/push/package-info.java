/** Sends images to registries, where what is there already is not sent again. */
@NullMarked
package io.github.baci.push;

import org.jspecify.annotations.NullMarked;
