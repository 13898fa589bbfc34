/** The types of the App Container specification, valid if they exist. */
@NullMarked
package io.github.baci.aci.types;

import org.jspecify.annotations.NullMarked;
