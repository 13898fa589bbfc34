package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;

/** A word cannot be expanded. The message does not say where the word stands. */
public final class ExpansionException extends BaciException {
  private static final long serialVersionUID = 1L;

  private final boolean isNotClosed;

  ExpansionException(String message) {
    this(message, false);
  }

  private ExpansionException(String message, boolean isNotClosed) {
    super(message);
    this.isNotClosed = isNotClosed;
  }

  /** Makes the exception for a word that ends before something in it is closed. */
  static ExpansionException notClosed(String what) {
    return new ExpansionException(
        "unexpected end of statement while looking for matching " + what, true);
  }

  /** Returns the same, with the whole word in the message. */
  ExpansionException in(String word) {
    return new ExpansionException(
        "failed to process " + GoQuote.quote(word) + ": " + getMessage(), isNotClosed);
  }

  /** Returns whether a quote or something else that was opened in the word is not closed. */
  public boolean isNotClosed() {
    return isNotClosed;
  }
}
