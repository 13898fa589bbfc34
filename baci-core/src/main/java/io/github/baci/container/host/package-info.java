/** Starts the builder on this machine, and talks with it. */
package io.github.baci.container.host;
