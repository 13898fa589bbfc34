package io.github.baci.dockerfile;

import io.github.baci.dockerfile.Instruction.Pair;
import java.util.List;
import java.util.Optional;

/**
 * An instruction whose arguments are told apart but not understood. Its name may be unknown.
 *
 * @param name the name as it was written
 * @param flags the options
 * @param arguments the arguments
 * @param heredocs the heredocs, in order
 * @param origin where it stands
 */
record RawInstruction(
    String name,
    List<BuildFlag> flags,
    Arguments arguments,
    List<Heredoc> heredocs,
    Origin origin) {

  /**
   * The arguments of an instruction.
   *
   * @param words the arguments, for all but ENV and LABEL
   * @param pairs the arguments of ENV and LABEL
   * @param json whether they were a JSON array
   * @param inner what ONBUILD stores
   */
  record Arguments(List<String> words, List<Pair> pairs, boolean json, Optional<Statement> inner) {
    static final Arguments NONE = words(List.of());

    static Arguments words(List<String> words) {
      return new Arguments(words, List.of(), false, Optional.empty());
    }

    static Arguments json(List<String> words) {
      return new Arguments(words, List.of(), true, Optional.empty());
    }

    static Arguments pairs(List<Pair> pairs) {
      return new Arguments(List.of(), pairs, false, Optional.empty());
    }
  }

  /**
   * A logical line, taken apart.
   *
   * @param name the name of the instruction as it was written
   * @param flags the options
   * @param arguments the arguments
   */
  record Statement(String name, List<BuildFlag> flags, Arguments arguments) {}
}
