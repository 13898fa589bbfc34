/**
 * COPY, ADD and WORKDIR: worked out on file trees, written as layers. Nothing is unpacked and
 * nothing needs privileges.
 */
@NullMarked
package io.github.baci.build.copy;

import org.jspecify.annotations.NullMarked;
