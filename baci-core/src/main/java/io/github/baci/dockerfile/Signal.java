package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
import java.util.List;
import java.util.Locale;

/**
 * A signal as STOPSIGNAL names it.
 *
 * @param text the signal as it was written, which is what an image stores
 * @param number its number on Linux
 */
public record Signal(String text, int number) {
  private static final int RTMIN = 34;
  private static final int RTMAX = 64;

  /** The names in the order of the numbers, from 1. */
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /**
   * Reads the name of a Linux signal, with or without {@code SIG} and in any case, {@code
   * RTMIN[+N]}, {@code RTMAX[-N]}, or any number but 0.
   *
   * @throws BaciException if there is no such signal; the message does not say where the text
   *     stands
   */
  public static Signal parse(String text) {
    int number;
    try {
      number = GoInteger.parse("Atoi", text, 32);
    } catch (BaciException e) {
      String name = text.toUpperCase(Locale.ROOT);
      number = numberOf(name.startsWith("SIG") ? name.substring(3) : name);
    }
    if (number == 0) {
      throw new BaciException("invalid signal: " + text);
    }
    return new Signal(text, number);
  }

  private static int numberOf(String name) {
    int index = NAMES.indexOf(name);
    if (index >= 0) {
      return index + 1;
    }
    return switch (name) {
      case "IOT" -> 6;
      case "CLD" -> 17;
      case "POLL" -> 29;
      case "RTMIN" -> RTMIN;
      case "RTMAX" -> RTMAX;
      default -> realTime(name);
    };
  }

  private static int realTime(String name) {
    if (name.matches("RTMIN\\+([1-9]|1[0-5])")) {
      return RTMIN + Integer.parseInt(name.substring(6));
    }
    if (name.matches("RTMAX-([1-9]|1[0-4])")) {
      return RTMAX - Integer.parseInt(name.substring(6));
    }
    return 0;
  }
}
