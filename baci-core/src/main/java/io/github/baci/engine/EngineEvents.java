package io.github.baci.engine;

import io.github.baci.api.BuildListener;
import io.github.baci.container.Engine;

/**
 * Tells a build's listener what an engine has to say.
 *
 * @param listener hears it
 */
public record EngineEvents(BuildListener listener) implements Engine.EngineListener {
  @Override
  public void warning(String message) {
    listener.warning(message);
  }

  @Override
  public void note(String message) {
    listener.note(message);
  }

  @Override
  public void debug(String message) {
    listener.debug(message);
  }
}
