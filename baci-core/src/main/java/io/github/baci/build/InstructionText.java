package io.github.baci.build;

import io.github.baci.plan.InlineFile;
import io.github.baci.plan.StageInput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an instruction says, of the config and of the build arguments too, as a text that no other
 * instruction gives: each value is preceded by its name and its length. It also says in short, for
 * people, what the instruction is made of.
 */
final class InstructionText {
  /** With more variables their names are not kept apart, so that long Dockerfiles stay quick. */
  private static final int MOST_ENTRIES = 200;

  private final StringBuilder text;
  private final StepInputs inputs = new StepInputs();

  /** Begins with a word for the kind of step. */
  InstructionText(String kind) {
    text = new StringBuilder(kind).append('\n');
  }

  /** Adds a value. */
  InstructionText field(String name, String value) {
    write(name, value);
    inputs.add(words(name), value);
    return this;
  }

  /** Adds a value of two. */
  InstructionText field(String name, boolean value) {
    return field(name, Boolean.toString(value));
  }

  /** Adds permissions. */
  InstructionText mode(int mode) {
    return field("mode", Integer.toOctalString(mode));
  }

  /** Adds an owner. */
  InstructionText owner(long uid, long gid) {
    return field("owner", uid + ":" + gid);
  }

  /**
   * Adds the kind of place that files come from. Not which: what is there counts, which a digest
   * stands for, and not the number of a stage or the name of an image.
   */
  InstructionText from(StageInput input) {
    return field(
        "from",
        input instanceof StageInput.Context
            ? "context"
            : input instanceof StageInput.Scratch ? "scratch" : "tree");
  }

  /** Adds values whose order counts. */
  InstructionText list(String name, List<String> values) {
    String words = begin(name, values.size());
    for (String value : values) {
      write("-", value);
      inputs.add(words, value);
    }
    return this;
  }

  /** Adds variables, whose order does not count. */
  InstructionText variables(String name, Map<String, String> values) {
    boolean apart = values.size() <= MOST_ENTRIES;
    String words = words(name);
    text.append(name).append(' ').append(values.size()).append('\n');
    for (Map.Entry<String, String> each : new TreeMap<>(values).entrySet()) {
      write("-", each.getKey());
      write("=", each.getValue());
      if (apart) {
        inputs.add("the variable " + each.getKey(), each.getValue());
      } else {
        inputs.add(words, each.getKey()).add(words, each.getValue());
      }
    }
    return this;
  }

  /** Adds files that the instruction holds. */
  InstructionText files(List<InlineFile> files) {
    String words = begin("inline", files.size());
    for (InlineFile file : files) {
      write("-", file.name());
      write("=", file.content());
      inputs.add(words, file.name()).add(words, file.content());
    }
    return this;
  }

  private String begin(String name, int count) {
    text.append(name).append(' ').append(count).append('\n');
    String words = words(name);
    inputs.add(words, Integer.toString(count));
    return words;
  }

  private void write(String name, String value) {
    text.append(name).append(' ').append(value.length()).append(':').append(value).append('\n');
  }

  private static String words(String name) {
    return switch (name) {
      case "command" -> "the command";
      case "env" -> "the variables";
      case "cwd" -> "the working directory";
      case "user", "owner" -> "the user";
      case "sources" -> "the names of the sources";
      case "inline" -> "the text of the heredoc";
      case "content" -> "the text of the script";
      case "path" -> "the directory";
      default -> "the option " + name;
    };
  }

  /** Returns what the instruction is made of. */
  StepInputs inputs() {
    return inputs;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
