package io.github.baci.container;

import io.github.baci.container.builder.IdMapping;
import io.github.baci.container.builder.Separation;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * One of the ways to start a builder without a container engine. {@link Ladder} has them all, and
 * takes the first that the machine allows.
 */
interface Rung {

  /** Returns the engine that it belongs to, by which the user may ask for it. */
  EmbeddedEngine.Kind kind();

  /** Returns, for the log, in what commands run and what separates them from the machine. */
  String description();

  /** Returns which ids of the machine the ids of commands stand for. */
  IdMapping mapping();

  /** Returns how the builder separates commands. */
  Separation separation();

  /**
   * Returns what keeps from this way, as far as it can be told without trying.
   *
   * @throws NotConcerned if it is no way for this user, whatever the machine allows
   */
  Optional<String> obstacle(Machine machine) throws IOException, InterruptedException, NotConcerned;

  /**
   * Starts a program that ends with everything that it has started.
   *
   * @throws io.github.baci.BaciException if that is refused
   */
  Process start(Machine machine, List<String> program) throws IOException, InterruptedException;

  /**
   * Explains why a program that was started ended at once.
   *
   * @param output what it and those that started it have said
   */
  String explain(Machine machine, String output);

  /** A way that is not meant for this user. */
  final class NotConcerned extends Exception {
    private static final long serialVersionUID = 1L;
  }
}
