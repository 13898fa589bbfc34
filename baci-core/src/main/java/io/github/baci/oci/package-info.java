/**
 * OCI images: their documents (config, manifest, index), read and written. Knows nothing of App
 * Container Images.
 */
@NullMarked
package io.github.baci.oci;

import org.jspecify.annotations.NullMarked;
