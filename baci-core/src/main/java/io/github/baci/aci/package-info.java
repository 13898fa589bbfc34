/**
 * App Container Images: the types and rules of the App Container Specification, writing and reading
 * of archives. Knows nothing of the layout of the store.
 */
package io.github.baci.aci;
