/**
 * Which engine runs a build's commands, and what engines need beside themselves: the builder ACI.
 */
@NullMarked
package io.github.baci.engine;

import org.jspecify.annotations.NullMarked;
