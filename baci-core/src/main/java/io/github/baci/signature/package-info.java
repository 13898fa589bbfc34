/** OpenPGP keys: whose signatures are good, and how signatures are made. Knows not of what. */
@NullMarked
package io.github.baci.signature;

import org.jspecify.annotations.NullMarked;
