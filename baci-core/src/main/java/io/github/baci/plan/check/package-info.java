/**
 * Build checks: things in a Dockerfile that are allowed but should be mended, how they are switched
 * off, and how they are shown.
 */
@NullMarked
package io.github.baci.plan.check;

import org.jspecify.annotations.NullMarked;
