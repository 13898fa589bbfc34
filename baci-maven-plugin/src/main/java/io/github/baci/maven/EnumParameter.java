package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parameters that take one of a few words. */
final class EnumParameter {
  private EnumParameter() {}

  /**
   * Reads a word as an enum constant, in lower or upper case.
   *
   * @param parameter what the user calls the parameter, for the message
   * @throws BaciException naming the words that serve
   */
  static <E extends Enum<E>> E of(Class<E> type, String word, String parameter) {
    return of(List.of(type.getEnumConstants()), word, parameter);
  }

  /**
   * Reads words as enum constants, some of them perhaps separated by commas.
   *
   * @return the constants in their own order, each once
   * @throws BaciException naming the words that serve
   */
  static <E extends Enum<E>> List<E> listOf(Class<E> type, List<String> words, String parameter) {
    Set<E> constants = EnumSet.noneOf(type);
    for (String several : words) {
      for (String word : several.split(",")) {
        if (!word.isBlank()) {
          constants.add(of(type, word, parameter));
        }
      }
    }
    return List.copyOf(constants);
  }

  /**
   * Reads a word as one of some enum constants.
   *
   * @param constants those that users may name
   */
  static <E extends Enum<E>> E of(List<E> constants, String word, String parameter) {
    for (E constant : constants) {
      if (constant.name().equalsIgnoreCase(word.strip())) {
        return constant;
      }
    }
    throw new BaciException(
        "%s is '%s', but must be one of %s"
            .formatted(
                parameter,
                word,
                String.join(
                    ", ",
                    constants.stream()
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .toList())));
  }
}
