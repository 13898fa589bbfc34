/**
 * COPY, ADD and WORKDIR: worked out on file trees, written as layers. Nothing is unpacked and
 * nothing needs privileges.
 */
package io.github.baci.build.copy;
