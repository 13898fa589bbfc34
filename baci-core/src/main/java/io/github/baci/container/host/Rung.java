package io.github.baci.container.host;

import io.github.baci.api.BuildRequest.EngineOptions;
import io.github.baci.container.builder.IdMapping;
import io.github.baci.container.builder.Separation;
import java.io.IOException;
import java.util.Optional;

/**
 * One of the ways to start a builder with nothing but the machine. {@link Ladder} lists them, and
 * {@link EmbeddedEngine} takes the first that the machine allows.
 */
interface Rung {

  /** Returns the name by which the user can ask for it, alone or with others. */
  EngineOptions.Kind kind();

  /** Returns, for the log, where commands run and what separates them from the machine. */
  String description();

  /** Returns which ids of the machine the ids of commands stand for. */
  IdMapping mapping();

  /** Returns how the builder separates commands. */
  Separation separation();

  /** Returns whether this is a way for this user at all, whatever else the machine allows. */
  boolean concerns(Machine machine);

  /**
   * Returns what keeps from this way and how to give it, as far as that can be told before it is
   * tried: half a sentence.
   */
  Optional<String> obstacle(Machine machine) throws IOException, InterruptedException;

  /**
   * Starts a program that ends with everything that it has started.
   *
   * @throws io.github.baci.api.BaciException if that is refused; says why, as {@link #obstacle}
   */
  Process start(Machine machine, Launch launch) throws IOException, InterruptedException;

  /**
   * Explains why a program that was started ended at once, as {@link #obstacle}.
   *
   * @param output what it and those that started it have said
   */
  String explain(Machine machine, String output);
}
