/** Sends images to registries, where what is there already is not sent again. */
package io.github.baci.push;
