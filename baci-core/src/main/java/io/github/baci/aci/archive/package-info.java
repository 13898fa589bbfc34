/** ACIs as files: composed, compressed, read, and rendered with what they depend on. */
@NullMarked
package io.github.baci.aci.archive;

import org.jspecify.annotations.NullMarked;
