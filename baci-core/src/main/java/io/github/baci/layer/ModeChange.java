package io.github.baci.layer;

import io.github.baci.api.BaciException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A change of permission bits as {@code chmod} takes it: an octal number, or symbolic clauses as in
 * {@code u=rwX,go=rX}, by the rules of chmod(1) with a umask of 0. An octal number replaces all
 * bits; clauses change those that are there.
 */
public final class ModeChange {
  private static final Pattern OCTAL = Pattern.compile("[0-9]+");
  private static final int ALL = 07777;
  private static final int PERMISSIONS = 0777;
  private static final int EXECUTE = 0111;
  private static final int STICKY = 01000;
  private static final int SET_IDS = 06000;

  private final String text;
  private final int octal;
  private final List<Action> actions;

  /**
   * One step of a clause.
   *
   * @param who the bits that it may touch
   * @param bits the bits that it names; of 'X' all execute bits
   * @param copyFrom whose bits are taken, {@code u}, {@code g} or {@code o}; else 0
   */
  private record Action(char operator, int who, int bits, boolean conditional, char copyFrom) {}

  private ModeChange(String text, int octal, List<Action> actions) {
    this.text = text;
    this.octal = octal;
    this.actions = List.copyOf(actions);
  }

  /**
   * Reads a change.
   *
   * @throws BaciException if it is neither an octal number up to 07777 nor a list of clauses
   */
  public static ModeChange parse(String text) {
    if (OCTAL.matcher(text).matches()) {
      return new ModeChange(text, octal(text), List.of());
    }
    return new ModeChange(text, -1, new Reader(text).read());
  }

  private static int octal(String text) {
    try {
      int mode = Integer.parseInt(text, 8);
      if (mode <= ALL) {
        return mode;
      }
    } catch (NumberFormatException e) {
      throw new BaciException(outOfRange(text), e);
    }
    throw new BaciException(outOfRange(text));
  }

  private static String outOfRange(String text) {
    return "invalid chmod parameter: '%s'. it should be octal string and between 0 and 07777"
        .formatted(text);
  }

  /** Returns whether the change replaces all bits, whatever they are. */
  public boolean isOctal() {
    return octal >= 0;
  }

  /**
   * Changes a mode.
   *
   * @param mode permission bits with setuid, setgid and sticky
   * @param directory whether it is a directory's, for which {@code X} is the same as {@code x}
   */
  public int apply(int mode, boolean directory) {
    if (isOctal()) {
      return octal;
    }
    int changed = mode;
    for (Action action : actions) {
      changed = apply(action, changed, directory || (mode & EXECUTE) != 0);
    }
    return changed;
  }

  private static int apply(Action action, int mode, boolean executable) {
    int bits = action.bits;
    int clear = action.who;
    if (action.copyFrom != 0) {
      int shift = action.copyFrom == 'u' ? 6 : action.copyFrom == 'g' ? 3 : 0;
      bits = ((mode >> shift) & 7) * EXECUTE;
      // A copy leaves setuid and setgid alone.
      clear &= PERMISSIONS;
    } else if (action.conditional && !executable) {
      return mode;
    }
    return switch (action.operator) {
      case '+' -> mode | (bits & action.who);
      case '-' -> mode & ~(bits & action.who);
      default -> (mode & ~clear) | (bits & action.who);
    };
  }

  @Override
  public String toString() {
    return text;
  }

  private static final class Reader {
    private final String text;
    private final List<Action> actions = new ArrayList<>();
    private int position;

    Reader(String text) {
      this.text = text;
    }

    List<Action> read() {
      do {
        clause();
      } while (skip(','));
      if (position < text.length()) {
        throw malformed();
      }
      return actions;
    }

    private boolean skip(char c) {
      boolean found = position < text.length() && text.charAt(position) == c;
      if (found) {
        position++;
      }
      return found;
    }

    private void clause() {
      int who = 0;
      boolean named = false;
      for (; position < text.length() && "ugoa".indexOf(text.charAt(position)) >= 0; position++) {
        named = true;
        who |=
            switch (text.charAt(position)) {
              case 'u' -> 04700;
              case 'g' -> 02070;
              case 'o' -> 00007;
              default -> SET_IDS | PERMISSIONS;
            };
      }
      if (!named) {
        who = SET_IDS | PERMISSIONS;
      }
      if (position == text.length() || !isOperator()) {
        throw malformed();
      }
      while (position < text.length() && isOperator()) {
        operation(who, named);
      }
    }

    private boolean isOperator() {
      return "+-=".indexOf(text.charAt(position)) >= 0;
    }

    private void operation(int clauseWho, boolean named) {
      char operator = text.charAt(position++);
      int who = clauseWho;
      int bits = 0;
      boolean conditional = false;
      boolean copied = false;
      for (;
          position < text.length() && "rwxXstugo".indexOf(text.charAt(position)) >= 0;
          position++) {
        char c = text.charAt(position);
        switch (c) {
          case 'r' -> bits |= 0444;
          case 'w' -> bits |= 0222;
          case 'x' -> bits |= EXECUTE;
          case 's' -> bits |= SET_IDS;
          case 'X' -> conditional = true;
          case 't' -> {
            // Sticky is nothing of others' alone.
            if (!named || (clauseWho & ~07) != 0) {
              who |= STICKY;
              bits |= STICKY;
            }
          }
          default -> {
            actions.add(new Action(copied ? '+' : operator, who, 0, false, c));
            copied |= operator == '=';
          }
        }
      }
      char rest = copied ? '+' : operator;
      if (bits != 0 || !copied) {
        actions.add(new Action(rest, who, bits, false, (char) 0));
      }
      if (conditional) {
        actions.add(new Action(operator == '=' ? '+' : operator, who, EXECUTE, true, (char) 0));
      }
    }

    private BaciException malformed() {
      return new BaciException(
          "invalid chmod parameter: '%s': invalid syntax; write an octal number such as 0644, or clauses such as u=rwX,go=rX"
              .formatted(text));
    }
  }
}
