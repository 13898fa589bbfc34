/** The forms in which images are written, one class each; used by builds and conversions alike. */
package io.github.baci.output;
