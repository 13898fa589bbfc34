package io.github.baci.dockerfile;

import java.util.List;

/** What RUN, CMD or ENTRYPOINT run. */
public sealed interface CommandLine {

  /**
   * The shell form: one text, as an argument of the SHELL in force.
   *
   * @param text the command, continuation lines joined
   */
  record Shell(String text) implements CommandLine {}

  /**
   * The exec form, a JSON array.
   *
   * @param arguments the program and its arguments; may be empty
   */
  record Exec(List<String> arguments) implements CommandLine {
    /** Copies the list. */
    public Exec {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * A script with an interpreter of its own: a heredoc whose body starts with {@code #!}. It is
   * written to a file of mode 0755 that exists while it runs, {@code /dev/pipes/NAME}, and that
   * file is run by the SHELL in force.
   *
   * @param name the name of the file
   * @param content the bytes of the file, in UTF-8
   */
  record Script(String name, String content) implements CommandLine {}
}
