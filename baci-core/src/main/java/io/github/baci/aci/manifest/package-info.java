/** Image manifests, read and written, and what they say as the config of an image. */
package io.github.baci.aci.manifest;
