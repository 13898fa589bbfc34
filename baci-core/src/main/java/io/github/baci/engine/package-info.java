/**
 * Which engine runs a build's commands, and what engines need beside themselves: the builder ACI.
 */
package io.github.baci.engine;
