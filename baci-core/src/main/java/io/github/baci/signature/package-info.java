/** OpenPGP keys: whose signatures are good, and how signatures are made. Knows not of what. */
package io.github.baci.signature;
