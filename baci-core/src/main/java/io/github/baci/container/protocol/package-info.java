/**
 * What host and builder say to each other over a Unix domain socket: frames of a length, a type and
 * a body. The builder is as old as the host, so that there are no versions. There is one control
 * connection, whose end is the builder's end, and one connection for each command.
 */
@NullMarked
package io.github.baci.container.protocol;

import org.jspecify.annotations.NullMarked;
