package io.github.baci.testing;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;

/**
 * Gives each property the same inputs in every run, so that a change is judged by what it changes.
 * New inputs are looked for with {@code dev/properties}, which sets {@code baci.test.tries}: so
 * many tries, from a random seed.
 */
public final class PropertySeeds implements AroundPropertyHook {
  private static final Integer RANDOM_TRIES = Integer.getInteger("baci.test.tries");

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(
      PropertyLifecycleContext context, PropertyExecutor property) {
    if (RANDOM_TRIES != null) {
      context.attributes().setTries(RANDOM_TRIES);
    } else if (context.attributes().seed().isEmpty()) {
      context.attributes().setSeed(Integer.toString(context.label().hashCode()));
    }
    return property.execute();
  }
}
