/** Where images come from: one class for each kind of reference. Knows nothing of building. */
package io.github.baci.source;
