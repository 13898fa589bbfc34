/** Writes lambdas as classes when the plugin's jar is made. No part of baci itself. */
package io.github.baci.lambdas;
