/** Runs the application of an image in a container. */
package io.github.baci.run;
