/** The types of the App Container specification, valid if they exist. */
package io.github.baci.aci.types;
