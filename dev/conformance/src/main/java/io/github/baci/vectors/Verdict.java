package io.github.baci.vectors;

import java.util.Objects;

/** What came of one row. */
public sealed interface Verdict {

  /** The code does what the row says. */
  record Holds() implements Verdict {}

  /**
   * The code does something else.
   *
   * @param expected what the row says
   * @param got what the code does
   */
  record Fails(String expected, String got) implements Verdict {}

  /**
   * The row was not looked at.
   *
   * @param why the reason
   */
  record LeftOut(String why) implements Verdict {}

  /** Returns the verdict on two values that should be equal. */
  static Verdict equal(Object expected, Object got) {
    return Objects.equals(expected, got) ? new Holds() : new Fails(show(expected), show(got));
  }

  /** Returns the verdict on a message that should contain a text. */
  static Verdict contains(String message, String text) {
    return message.contains(text) ? new Holds() : new Fails("… " + text + " …", message);
  }

  /** Returns the verdict on a row that should have been refused and was not. */
  static Verdict notRefused(String expectedMessage, Object got) {
    return new Fails("the error " + expectedMessage, show(got));
  }

  private static String show(Object value) {
    return String.valueOf(value);
  }
}
