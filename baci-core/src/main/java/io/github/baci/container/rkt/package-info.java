/** The engine that starts the builder with rkt, from an image that holds the builder. */
package io.github.baci.container.rkt;
