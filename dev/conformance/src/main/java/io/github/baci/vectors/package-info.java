/**
 * A development tool: checks the code against conformance vectors in JSON files, which are not part
 * of the project.
 */
package io.github.baci.vectors;
