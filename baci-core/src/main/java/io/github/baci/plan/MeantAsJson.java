package io.github.baci.plan;

import io.github.baci.dockerfile.CommandLine;
import io.github.baci.dockerfile.Dockerfile;
import io.github.baci.dockerfile.FileInstruction;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Stage;
import java.util.ArrayList;
import java.util.List;

/**
 * Arguments that were meant as a JSON list and are none, as in {@code ['a', 'b']}. BuildKit takes
 * them as words, or as a command of the shell, and says nothing: a volume is named {@code ["/a"}
 * then.
 */
public final class MeantAsJson {
  private MeantAsJson() {}

  /** Returns a warning for each instruction, with the line that it is on. */
  public static List<String> warnings(Dockerfile dockerfile) {
    List<String> warnings = new ArrayList<>();
    for (Stage stage : dockerfile.stages()) {
      for (Instruction instruction : stage.instructions()) {
        if (opensList(words(instruction))) {
          warnings.add(
              instruction.origin().file()
                  + ":"
                  + instruction.origin().startLine()
                  + ": "
                  + instruction.origin().keyword()
                  + " begins with '[', but what follows is no JSON list, so that it is taken as"
                  + " words: JSON has strings in double quotes, commas between them and none after"
                  + " the last, and a ']' at the end");
        }
      }
    }
    return warnings;
  }

  /** A bracket alone opens a pattern of COPY, or is a program of the shell: a quote follows it. */
  private static boolean opensList(List<String> words) {
    if (words.isEmpty() || !words.get(0).startsWith("[")) {
      return false;
    }
    String next = words.get(0).substring(1).strip();
    if (next.isEmpty() && words.size() > 1) {
      next = words.get(1);
    }
    return (next.startsWith("\"") || next.startsWith("'")) && !next.startsWith("\"$");
  }

  /** Returns the words that were not read as JSON; one for a command of the shell. */
  private static List<String> words(Instruction instruction) {
    if (instruction instanceof Instruction.Copy copy) {
      return words(copy.transfer());
    } else if (instruction instanceof Instruction.Add add) {
      return words(add.transfer());
    } else if (instruction instanceof Instruction.Volume volume) {
      return volume.paths();
    } else if (instruction instanceof Instruction.Run run) {
      return words(run.command());
    } else if (instruction instanceof Instruction.Cmd cmd) {
      return words(cmd.command());
    } else if (instruction instanceof Instruction.Entrypoint entrypoint) {
      return words(entrypoint.command());
    }
    return List.of();
  }

  private static List<String> words(CommandLine command) {
    return command instanceof CommandLine.Shell shell ? List.of(shell.text()) : List.of();
  }

  private static List<String> words(FileInstruction transfer) {
    List<String> words = new ArrayList<>(transfer.sources());
    words.add(transfer.destination());
    return words;
  }
}
