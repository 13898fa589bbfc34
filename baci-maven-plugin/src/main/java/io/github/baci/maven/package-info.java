/**
 * The goals of the Maven plugin: they turn Maven's configuration into a build request, what the
 * build tells into lines of Maven's log, and the result into an artifact of the project.
 */
@NullMarked
package io.github.baci.maven;

import org.jspecify.annotations.NullMarked;
