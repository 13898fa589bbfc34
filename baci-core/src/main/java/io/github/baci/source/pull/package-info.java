/** Brings images from registries and files into the store, several layers at once. */
package io.github.baci.source.pull;
