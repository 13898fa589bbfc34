/** Where images come from: one class for each kind of reference. Knows nothing of building. */
@NullMarked
package io.github.baci.source;

import org.jspecify.annotations.NullMarked;
