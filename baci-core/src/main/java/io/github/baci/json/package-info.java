/** JSON documents as trees, the one place that has Jackson's mapper, and a writer without it. */
@NullMarked
package io.github.baci.json;

import org.jspecify.annotations.NullMarked;
