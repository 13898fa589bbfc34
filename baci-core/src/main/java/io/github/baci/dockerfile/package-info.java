/**
 * The Dockerfile language: text to logical lines, logical lines to typed instructions with
 * positions, and the expansion of variables in words. Knows neither files nor the network.
 */
@NullMarked
package io.github.baci.dockerfile;

import org.jspecify.annotations.NullMarked;
