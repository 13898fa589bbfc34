package io.github.baci.context;

import io.github.baci.context.GlobTokens.AnyCharacter;
import io.github.baci.context.GlobTokens.AnyDirectories;
import io.github.baci.context.GlobTokens.CharacterClass;
import io.github.baci.context.GlobTokens.Everything;
import io.github.baci.context.GlobTokens.Literal;
import io.github.baci.context.GlobTokens.Star;
import io.github.baci.context.GlobTokens.Token;
import java.util.List;

/**
 * Matches paths against one glob. All ways through the pattern are followed at once, so that the
 * time is at most the product of both lengths, whatever the pattern.
 */
final class GlobAutomaton {
  private final List<Token> tokens;

  GlobAutomaton(List<Token> tokens) {
    this.tokens = tokens;
  }

  /** Returns whether the pattern matches the whole path. */
  boolean matches(String path) {
    return run(path).atEnd();
  }

  /** Returns whether the pattern could match a longer path that begins with the given one. */
  boolean mayMatchAfter(String prefix) {
    return run(prefix).alive();
  }

  private States run(String text) {
    States states = new States(tokens.size());
    states.enter(0);
    int length = text.length();
    for (int i = 0; i < length && !states.dead(); ) {
      int c = text.codePointAt(i);
      states.consume(c);
      i += Character.charCount(c);
    }
    return states;
  }

  /** The positions in the pattern that the text read so far can have led to. */
  private final class States {
    private boolean[] before;
    // Inside the directories that a ** spans: only a slash leads out.
    private boolean[] within;
    private boolean[] beforeNext;
    private boolean[] withinNext;

    States(int tokenCount) {
      before = new boolean[tokenCount + 1];
      within = new boolean[tokenCount + 1];
      beforeNext = new boolean[tokenCount + 1];
      withinNext = new boolean[tokenCount + 1];
    }

    boolean atEnd() {
      return before[tokens.size()];
    }

    /** Returns whether neither this text nor any longer one can match. */
    boolean dead() {
      return !atEnd() && !alive();
    }

    /** Returns whether any longer text can match. */
    boolean alive() {
      for (int i = 0; i < tokens.size(); i++) {
        if (before[i] || within[i]) {
          return true;
        }
      }
      return false;
    }

    /** Marks a position, and those behind it that need no character to be reached. */
    void enter(int position) {
      int i = position;
      while (!before[i]) {
        before[i] = true;
        if (i == tokens.size() || !mayBeEmpty(tokens.get(i))) {
          return;
        }
        i++;
      }
    }

    void consume(int c) {
      boolean[] from = before;
      boolean[] inside = within;
      before = beforeNext;
      within = withinNext;
      java.util.Arrays.fill(before, false);
      java.util.Arrays.fill(within, false);
      for (int i = 0; i < tokens.size(); i++) {
        if (from[i] || inside[i]) {
          step(i, c, from[i]);
        }
      }
      beforeNext = from;
      withinNext = inside;
    }

    private void step(int i, int c, boolean fresh) {
      Token token = tokens.get(i);
      if (token instanceof AnyDirectories) {
        within[i] = true;
        if (c == '/') {
          enter(i + 1);
        }
      } else if (fresh) {
        if (token instanceof Everything || (token instanceof Star && c != '/')) {
          enter(i);
        } else if (consumes(token, c)) {
          enter(i + 1);
        }
      }
    }
  }

  private static boolean mayBeEmpty(Token token) {
    return token instanceof Star || token instanceof Everything || token instanceof AnyDirectories;
  }

  private static boolean consumes(Token token, int c) {
    if (token instanceof Literal literal) {
      return literal.codePoint() == c;
    }
    if (token instanceof CharacterClass characters) {
      return characters.matches(c);
    }
    return token instanceof AnyCharacter && c != '/';
  }
}
