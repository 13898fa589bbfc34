/**
 * What an image is: a platform, a config and a list of layers. Knows nothing of where an image came
 * from.
 */
package io.github.baci.image;
