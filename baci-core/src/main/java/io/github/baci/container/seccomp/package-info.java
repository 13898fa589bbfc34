/**
 * What system calls a command may make: Docker's default profile as a table, and its translation to
 * a filter for the kernel.
 */
@NullMarked
package io.github.baci.container.seccomp;

import org.jspecify.annotations.NullMarked;
