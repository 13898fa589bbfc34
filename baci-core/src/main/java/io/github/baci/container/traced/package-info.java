/**
 * Runs a command as root of a directory tree where nothing may be mounted, no id may be changed and
 * no namespace be made: its system calls that name files or concern owners and ids stop, by ptrace
 * and a seccomp filter, and are answered here. That is compatibility and no wall: what holds the
 * command is what holds this process.
 */
@NullMarked
package io.github.baci.container.traced;

import org.jspecify.annotations.NullMarked;
