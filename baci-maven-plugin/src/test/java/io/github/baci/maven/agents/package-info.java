/** Builds in containers as CI agents have them. */
package io.github.baci.maven.agents;
