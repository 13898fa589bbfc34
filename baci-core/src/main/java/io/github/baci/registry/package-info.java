/**
 * The conversation with image registries (OCI distribution specification 1.1): pull, push, mount,
 * tokens, credentials, mirrors. One class for each question that a registry can be asked, and one
 * caller, which logs in and tries again. Knows nothing of what the images are for.
 */
@NullMarked
package io.github.baci.registry;

import org.jspecify.annotations.NullMarked;
