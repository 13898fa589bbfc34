/**
 * What is in an image: its documents, layers and files, what each step added, and how two images
 * differ; as text for people and as JSON.
 */
@NullMarked
package io.github.baci.inspect;

import org.jspecify.annotations.NullMarked;
