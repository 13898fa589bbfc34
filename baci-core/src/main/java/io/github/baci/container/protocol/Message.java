package io.github.baci.container.protocol;

import io.github.baci.api.Digest;
import io.github.baci.container.ContainerSpec;
import java.util.List;
import java.util.Optional;

/** One message between host and builder. */
public sealed interface Message {

  /**
   * From the builder, first on the control connection: it listens.
   *
   * @param warnings what works less well than it could
   */
  record Ready(List<String> warnings) implements Message {
    /** Copies the list. */
    public Ready {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * From the host, first on a connection: run this.
   *
   * @param input whether standard input follows
   */
  record Run(ContainerSpec spec, boolean input) implements Message {}

  /** From the host, first on a connection: say when what killed processes have left is deleted. */
  record AwaitSweep() implements Message {}

  /** From the builder, the last: what it may delete of that is deleted. */
  record Swept() implements Message {}

  /** From the host: send a signal to the command. */
  record Signal(int number) implements Message {}

  /** From the host: some bytes of standard input. */
  record Input(byte[] bytes) implements Message {}

  /** From the host: standard input has ended. */
  record EndOfInput() implements Message {}

  /** From the builder: some bytes of standard output. */
  record Output(byte[] bytes) implements Message {}

  /** From the builder: some bytes of standard error. */
  record ErrorOutput(byte[] bytes) implements Message {}

  /**
   * From the builder, the last: the command has ended.
   *
   * @param layer the diff ID of the snapshot, if there is one
   * @param storeIsFull whether a command that failed has left no space for the store
   */
  record Exited(int exitCode, Optional<Digest> layer, boolean storeIsFull) implements Message {}

  /** From the builder, the last: something that a user can mend. */
  record Refused(String message) implements Message {}

  /**
   * From the builder, the last: something in the store is damaged, and was taken away.
   *
   * @param notice what, as {@link io.github.baci.store.DamagedEntryException#notice} says it
   */
  record Damaged(String notice) implements Message {}

  /**
   * From the builder, the last: a bug.
   *
   * @param stackTrace what is known of it
   */
  record Failed(String stackTrace) implements Message {}
}
