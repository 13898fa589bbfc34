package io.github.baci.api;

/** Hears the output of a command. Called by one thread at a time. */
public interface OutputListener {
  /** Some bytes of standard output. */
  void stdout(byte[] bytes);

  /** Some bytes of standard error. */
  void stderr(byte[] bytes);
}
