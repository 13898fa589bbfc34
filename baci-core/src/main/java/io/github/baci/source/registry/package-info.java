/**
 * The conversation with image registries (OCI distribution specification): names, requests,
 * credentials, retries. Knows nothing of layers and stores.
 */
package io.github.baci.source.registry;
