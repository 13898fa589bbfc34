/**
 * Java runtimes as images: linked from a JDK of this machine, with the shared libraries that they
 * need.
 */
package io.github.baci.source.jlink;
