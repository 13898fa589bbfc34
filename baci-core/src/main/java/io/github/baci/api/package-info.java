/**
 * Requests, results, options and the listener: what goes in and out of {@link io.github.baci.Baci}.
 */
package io.github.baci.api;
