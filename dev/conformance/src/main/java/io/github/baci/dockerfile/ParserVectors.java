package io.github.baci.dockerfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.dockerfile.RawInstruction.Arguments;
import io.github.baci.dockerfile.RawInstruction.Statement;
import io.github.baci.vectors.VectorFile;
import io.github.baci.vectors.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Instructions with their arguments told apart. */
public final class ParserVectors implements VectorFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String path() {
    return "parser.json";
  }

  @Override
  public Verdict check(JsonNode row, Path directory) {
    List<Problem> problems = new ArrayList<>();
    SourceText source = SourceText.of("Dockerfile", row.get("dockerfile").asText());
    RawParser.Result result = new RawParser(source, problems::add).parse();
    if (!row.get("ok").asBoolean()) {
      try {
        DockerfileParser.parse("Dockerfile", row.get("dockerfile").asText());
        return Verdict.notRefused(row.get("error").asText(), dump(result));
      } catch (DockerfileException e) {
        return Verdict.contains(e.getMessage(), row.get("error").asText());
      }
    }
    if (!problems.isEmpty()) {
      return new Verdict.Fails("no error", problems.toString());
    }
    ObjectNode got = JSON.createObjectNode();
    got.put("escape", String.valueOf(result.directives().escape()));
    got.put("dump", dump(result));
    List<RawInstruction> instructions = result.instructions();
    got.put("start", instructions.get(0).origin().startLine());
    got.put("end", instructions.get(instructions.size() - 1).origin().endLine());
    ArrayNode nodes = got.putArray("nodes");
    instructions.forEach(instruction -> node(instruction, nodes.addObject()));
    if (!result.warnings().isEmpty()) {
      ArrayNode warnings = got.putArray("warnings");
      for (DockerfileWarning warning : result.warnings()) {
        warnings.addObject().put("short", warning.message()).put("line", warning.line());
      }
    }
    result
        .directives()
        .syntax()
        .ifPresent(
            s ->
                got.putObject("syntax")
                    .put("ref", s.reference())
                    .put("cmdline", s.commandLine())
                    .put("line", s.line()));
    result
        .directives()
        .check()
        .ifPresent(
            c ->
                got.putObject("check")
                    .put("value", c.value())
                    .put("raw", c.written())
                    .put("line", c.line()));
    ObjectNode expected = JSON.createObjectNode();
    for (String key :
        List.of("escape", "dump", "start", "end", "nodes", "warnings", "syntax", "check")) {
      if (row.has(key)) {
        expected.set(key, row.get(key));
      }
    }
    return Verdict.equal(normal(expected), normal(got));
  }

  /** Numbers of different width are not equal as nodes, but as text. */
  private static JsonNode normal(JsonNode node) {
    try {
      return JSON.readTree(node.toString());
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void node(RawInstruction instruction, ObjectNode out) {
    Origin origin = instruction.origin();
    statement(instruction.name(), instruction.flags(), instruction.arguments(), out);
    out.put("start", origin.startLine()).put("end", origin.endLine());
    if (!origin.comments().isEmpty()) {
      ArrayNode comments = out.putArray("comments");
      origin.comments().forEach(comments::add);
    }
    if (!instruction.heredocs().isEmpty()) {
      ArrayNode heredocs = out.putArray("heredocs");
      for (Heredoc heredoc : instruction.heredocs()) {
        heredocs
            .addObject()
            .put("name", heredoc.name())
            .put("fd", heredoc.fileDescriptor())
            .put("expand", heredoc.expand())
            .put("chomp", heredoc.chomp())
            .put("content", heredoc.body());
      }
    }
  }

  private static void statement(
      String name, List<BuildFlag> flags, Arguments arguments, ObjectNode out) {
    out.put("instruction", name);
    ArrayNode args = out.putArray("args");
    words(name, arguments).forEach(args::add);
    arguments
        .inner()
        .ifPresent(
            inner ->
                statement(
                    inner.name(),
                    inner.flags(),
                    inner.arguments(),
                    args.addObject().put("start", 0).put("end", 0)));
    if (!flags.isEmpty()) {
      ArrayNode array = out.putArray("flags");
      flags.forEach(flag -> array.add(flag.text()));
    }
    if (arguments.json()) {
      out.put("json", true);
    }
  }

  private static List<String> words(String name, Arguments arguments) {
    List<String> words = new ArrayList<>(arguments.words());
    for (Instruction.Pair pair : arguments.pairs()) {
      words.addAll(List.of(pair.key(), pair.value(), pair.legacy() ? "" : "="));
    }
    boolean unknown = !InstructionParser.NAMES.contains(name.toUpperCase(Locale.ROOT));
    return unknown ? List.of("") : words;
  }

  private static String dump(RawParser.Result result) {
    StringBuilder out = new StringBuilder();
    for (RawInstruction instruction : result.instructions()) {
      out.append('(');
      dump(instruction.name(), instruction.flags(), instruction.arguments(), out);
      out.append(")\n");
    }
    return out.toString().strip();
  }

  private static void dump(
      String name, List<BuildFlag> flags, Arguments arguments, StringBuilder out) {
    StringBuilder own = new StringBuilder(name.toLowerCase(Locale.ROOT));
    append(flags, arguments, name, own);
    out.append(own.toString().strip());
  }

  private static void append(
      List<BuildFlag> flags, Arguments arguments, String name, StringBuilder out) {
    if (!flags.isEmpty()) {
      List<String> quoted = flags.stream().map(flag -> GoQuote.quote(flag.text())).toList();
      out.append(" [").append(String.join(" ", quoted)).append(']');
    }
    for (String word : words(name, arguments)) {
      out.append(' ').append(GoQuote.quote(word));
    }
    if (arguments.inner().isPresent()) {
      Statement inner = arguments.inner().get();
      out.append(" (");
      dump(inner.name(), inner.flags(), inner.arguments(), out);
      out.append(')');
    }
  }
}
