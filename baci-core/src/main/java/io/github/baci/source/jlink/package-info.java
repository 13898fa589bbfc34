/**
 * Java runtimes as images: linked from a JDK of this machine, with the shared libraries that they
 * need.
 */
@NullMarked
package io.github.baci.source.jlink;

import org.jspecify.annotations.NullMarked;
