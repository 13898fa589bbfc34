/** Images of one form to images of another: the same files, run in the same way. */
package io.github.baci.convert;
