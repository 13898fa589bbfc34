package io.github.baci.testing.rkt;

/** The stand-in refuses as rkt does. */
final class StandInRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  /** What rkt ends with when it refuses something itself. */
  static final int REFUSED = 254;

  private final int exitCode;

  StandInRefusal(String message) {
    this(message, REFUSED);
  }

  StandInRefusal(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
