/**
 * The system calls of Linux that the builder needs and Java does not have, by JNA. Most affect the
 * calling thread alone, as namespaces, credentials and roots are per thread in Linux.
 */
@NullMarked
package io.github.baci.container.syscall;

import org.jspecify.annotations.NullMarked;
