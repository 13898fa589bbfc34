/**
 * OCI images: their documents (config, manifest, index), read and written. Knows nothing of App
 * Container Images.
 */
package io.github.baci.oci;
