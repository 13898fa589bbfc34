package io.github.baci.dockerfile;

import io.github.baci.dockerfile.Instruction.Add;
import io.github.baci.dockerfile.Instruction.Copy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Understands COPY and ADD. */
final class FileInstructionParser {
  private static final FlagSet COMMON =
      FlagSet.NONE.strings("chown", "chmod").booleans("link").lists("exclude");
  private static final FlagSet COPY = COMMON.strings("from").booleans("parents");
  private static final FlagSet ADD = COMMON.strings("checksum").booleans("keep-git-dir", "unpack");

  private final RawInstruction raw;
  private final ProblemCollector faults;

  FileInstructionParser(RawInstruction raw, ProblemCollector faults) {
    this.raw = raw;
    this.faults = faults;
  }

  Copy copy() {
    FlagValues flags = COPY.read(raw.flags(), faults);
    return new Copy(
        raw.origin(), transfer("COPY", flags), flags.string("from"), flags.isOn("parents"));
  }

  Add add() {
    FlagValues flags = ADD.read(raw.flags(), faults);
    return new Add(
        raw.origin(),
        transfer("ADD", flags),
        flags.string("checksum"),
        flags.flag("keep-git-dir"),
        flags.flag("unpack"));
  }

  private FileInstruction transfer(String name, FlagValues flags) {
    List<String> words = raw.arguments().words();
    if (words.size() < 2) {
      faults.add(
          name
              + " requires at least two arguments, but only one was provided."
              + " Destination could not be determined");
      return new FileInstruction(
          List.of(), List.of(), "", Optional.empty(), Optional.empty(), false, List.of());
    }
    String destination = words.get(words.size() - 1);
    if (HeredocWord.parse(destination).isPresent()) {
      faults.add(destination, name + " cannot accept a heredoc as a destination");
    }
    List<String> sources = new ArrayList<>();
    List<Heredoc> inlineFiles = new ArrayList<>();
    Map<String, String> bodies = new HashMap<>();
    raw.heredocs().forEach(heredoc -> bodies.put(heredoc.name(), heredoc.body()));
    for (String source : words.subList(0, words.size() - 1)) {
      Optional<HeredocWord> heredoc = HeredocWord.parse(source);
      if (heredoc.isPresent()) {
        HeredocWord word = heredoc.get();
        inlineFiles.add(
            new Heredoc(
                word.name(),
                word.fileDescriptor(),
                word.expand(),
                word.chomp(),
                bodies.getOrDefault(word.name(), "")));
      } else {
        sources.add(source);
      }
    }
    return new FileInstruction(
        sources,
        inlineFiles,
        destination,
        flags.string("chown"),
        flags.string("chmod"),
        flags.isOn("link"),
        flags.list("exclude"));
  }
}
