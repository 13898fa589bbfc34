package io.github.baci.dockerfile;

/**
 * A signal as STOPSIGNAL names it.
 *
 * @param text the signal as it was written, which is what an image stores
 * @param number its number on Linux
 */
public record Signal(String text, int number) {

  /**
   * Reads the name of a Linux signal, with or without {@code SIG} and in any case, {@code
   * RTMIN[+N]}, {@code RTMAX[-N]}, or any number but 0.
   *
   * @throws io.github.baci.BaciException if there is no such signal; the message does not say where
   *     the text stands
   */
  public static Signal parse(String text) {
    return null;
  }
}
