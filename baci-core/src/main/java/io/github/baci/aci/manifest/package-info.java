/** Image manifests, read and written, and what they say as the config of an image. */
@NullMarked
package io.github.baci.aci.manifest;

import org.jspecify.annotations.NullMarked;
