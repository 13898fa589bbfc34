/** ACIs as files: composed, compressed, read, and rendered with what they depend on. */
package io.github.baci.aci.archive;
