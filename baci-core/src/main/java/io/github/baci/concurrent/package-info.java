/** How threads are made, and how their end is waited for. */
@NullMarked
package io.github.baci.concurrent;

import org.jspecify.annotations.NullMarked;
