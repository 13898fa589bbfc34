package io.github.baci.maven;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** The terminal that a person looks at, if Maven runs on one. */
final class Terminal {
  private Terminal() {}

  /** Returns what writes to the terminal; empty if input or output is none. */
  @SuppressWarnings("SystemConsoleNull") // for Java before 22; isTerminal is asked after it
  static Optional<PrintWriter> find() {
    Console console = System.console();
    return console != null && isTerminal(console)
        ? Optional.of(console.writer())
        : Optional.empty();
  }

  /** From Java 22 there is a console also where there is no terminal, and a method that tells. */
  private static boolean isTerminal(Console console) {
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
