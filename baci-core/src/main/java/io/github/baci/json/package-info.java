/** JSON documents as trees: the one place that has Jackson's mapper. */
package io.github.baci.json;
