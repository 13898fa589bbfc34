package io.github.baci.plan;

import static io.github.baci.plan.check.CheckRule.COPY_IGNORED_FILE;

import io.github.baci.api.BaciException;
import io.github.baci.dockerfile.DockerfileException;
import io.github.baci.dockerfile.Expansion;
import io.github.baci.dockerfile.ExpansionException;
import io.github.baci.dockerfile.FileInstruction;
import io.github.baci.dockerfile.Heredoc;
import io.github.baci.dockerfile.Instruction;
import io.github.baci.dockerfile.Origin;
import io.github.baci.dockerfile.WordExpander;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the steps of COPY and ADD. */
final class CopyEvaluation {
  private static final int MAX_MODE = 07777;
  private static final Pattern SYMBOLIC_MODE =
      Pattern.compile(
          "[ugoa]*(?:[-+=](?:[ugo]|[rwxXst]*))++(?:,[ugoa]*(?:[-+=](?:[ugo]|[rwxXst]*))++)*+");
  private static final Pattern CHECKSUM =
      Pattern.compile("([a-z0-9]+(?:[+._-][a-z0-9]+)*+):([a-zA-Z0-9=_-]+)");
  private static final Map<String, Integer> CHECKSUM_LENGTHS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);

  private final StageState state;
  private final Origin at;
  private final FileInstruction transfer;
  private final String verb;
  private final List<String> sources = new ArrayList<>();
  private final List<AddSource> parsed = new ArrayList<>();
  private List<InlineFile> inlineFiles = List.of();

  CopyEvaluation(StageState state, Origin at, FileInstruction transfer, String verb) {
    this.state = state;
    this.at = at;
    this.transfer = transfer;
    this.verb = verb;
  }

  /** Adds the step of a COPY. */
  void copy(Instruction.Copy copy, String display) {
    Expanded expanded = expand();
    for (AddSource source : parsed) {
      if (!(source instanceof AddSource.Local)) {
        String kind = source instanceof GitSource ? "a git ref" : "a URL";
        throw at.error(source.text(), "source can't be %s for COPY; ADD takes it".formatted(kind));
      }
    }
    StageInput from =
        copy.from()
            .filter(name -> !name.isEmpty())
            .map(name -> StageState.inside(at, name, () -> from(name)))
            .orElseGet(StageInput.Context::new);
    if (from instanceof StageInput.Context) {
      warnOfIgnored("Copy");
    }
    state.add(
        at,
        display,
        history(expanded, copy.parents()),
        true,
        config -> {},
        head ->
            new CopyStep(head, from, sources, inlineFiles, expanded.placement(), copy.parents()));
  }

  private StageInput from(String name) {
    StageInput input = state.context().resolver().copySource(name, state.stage().platform());
    if (input instanceof StageInput.Stage stage && stage.index() >= state.stage().index()) {
      throw new BaciException(
          "cannot copy from stage \"%s\", it needs to be defined before current stage \"%s\""
              .formatted(name, state.stage().label()));
    }
    return input;
  }

  /** Adds the step of an ADD. */
  void add(Instruction.Add add, String display) {
    Expanded expanded = expand();
    Optional<String> checksum =
        add.checksum().map(word -> state.expand(at, word)).filter(text -> !text.isEmpty());
    checksum.ifPresent(this::checkChecksumSource);
    for (AddSource source : parsed) {
      if (source instanceof GitSource git) {
        checkGit(git, checksum, add.keepGitDir());
      } else if (source instanceof AddSource.Http && checksum.isPresent()) {
        checkChecksum(checksum.get());
      }
    }
    warnOfIgnored("Add");
    Optional<String> required =
        checksum.or(
            () ->
                parsed.size() == 1 && parsed.get(0) instanceof GitSource git
                    ? git.checksum()
                    : Optional.empty());
    state.add(
        at,
        display,
        history(expanded, false),
        true,
        config -> {},
        head ->
            new AddStep(
                head,
                parsed,
                inlineFiles,
                expanded.placement(),
                required,
                add.keepGitDir(),
                add.unpack()));
  }

  /**
   * Where the files go.
   *
   * @param destination as it was written, variables expanded
   */
  private record Expanded(String destination, Placement placement) {}

  private Expanded expand() {
    try {
      return expandWords();
    } catch (DockerfileException e) {
      throw e.getCause() instanceof ExpansionException expansion && expansion.isNotClosed()
          ? withHint(e)
          : e;
    }
  }

  /** Whoever quotes a name, or mixes both forms, meant the JSON form. */
  private DockerfileException withHint(DockerfileException e) {
    String hint =
        "; names with spaces need the JSON form for the whole list: %s [\"a b\", \"/c\"]"
            .formatted(verb);
    return new DockerfileException(
        e.problems().stream()
            .map(problem -> problem.withMessage(problem.message() + hint))
            .toList());
  }

  private Expanded expandWords() {
    for (String word : transfer.sources()) {
      String source = state.expand(at, word);
      sources.add(source);
      parsed.add(StageState.inside(at, word, () -> AddSource.parse(source)));
    }
    String destination = state.expand(at, transfer.destination());
    Optional<String> chown = expand(transfer.chown());
    Optional<String> chmod = expand(transfer.chmod());
    chmod.ifPresent(mode -> checkMode(transfer.chmod().orElse(mode), mode));
    Placement placement =
        new Placement(
            Destination.of(state.workingDirectory(), destination),
            chown,
            chmod,
            transfer.excludes(),
            transfer.link() && chmod.isEmpty());
    inlineFiles = inlineFiles();
    return new Expanded(destination, placement);
  }

  private Optional<String> expand(Optional<String> word) {
    return word.map(text -> state.expand(at, text)).filter(text -> !text.isEmpty());
  }

  private List<InlineFile> inlineFiles() {
    Map<String, String> contents = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    for (Heredoc heredoc : transfer.inlineFiles()) {
      String name = heredoc.name();
      names.add(name);
      contents.put(name, content(heredoc));
    }
    return names.stream()
        .map(name -> new InlineFile(name, Objects.requireNonNull(contents.get(name), name)))
        .toList();
  }

  private String content(Heredoc heredoc) {
    String content = heredoc.content();
    if (!heredoc.expand()) {
      return content;
    }
    Expansion expansion =
        state.expand(
            at, heredoc.name(), () -> WordExpander.expandHeredoc(content, state.variables()::get));
    return expansion.text();
  }

  private void checkMode(String word, String mode) {
    if (mode.matches("[0-7]+")) {
      if (mode.length() > 10 || Long.parseLong(mode, 8) > MAX_MODE) {
        throw notOctal(word, mode);
      }
    } else if (Character.isDigit(mode.charAt(0))) {
      throw notOctal(word, mode);
    } else if (!SYMBOLIC_MODE.matcher(mode).matches()) {
      throw at.error(word, "invalid chmod parameter: '%s': invalid syntax".formatted(mode));
    }
  }

  private BaciException notOctal(String word, String mode) {
    return at.error(
        word,
        "invalid chmod parameter: '%s'. it should be octal string and between 0 and 07777"
            .formatted(mode));
  }

  private void checkChecksumSource(String checksum) {
    if (parsed.size() != 1) {
      throw at.error(checksum, "checksum can't be specified for multiple sources");
    }
    if (parsed.get(0) instanceof AddSource.Local) {
      throw at.error(checksum, "checksum requires HTTP(S) or Git sources");
    }
  }

  private void checkChecksum(String checksum) {
    Matcher matcher = CHECKSUM.matcher(checksum);
    if (!matcher.matches()) {
      throw at.error(checksum, "invalid checksum digest format");
    }
    Integer length = CHECKSUM_LENGTHS.get(matcher.group(1));
    if (length == null) {
      throw at.error(checksum, "unsupported digest algorithm");
    }
    if (matcher.group(2).length() != length) {
      throw at.error(
          checksum,
          "invalid checksum digest length: %s has %d hexadecimal digits"
              .formatted(matcher.group(1), length));
    }
    if (!matcher.group(2).matches("[a-f0-9]+")) {
      throw at.error(checksum, "invalid checksum digest format");
    }
  }

  private void checkGit(GitSource git, Optional<String> checksum, Optional<Boolean> keepGitDir) {
    if (keepGitDir.isPresent()
        && git.keepGitDir().isPresent()
        && !keepGitDir.get().equals(git.keepGitDir().get())) {
      throw at.error(git.text(), "inconsistent keep-git-dir configuration");
    }
    if (checksum.isPresent()
        && git.checksum().isPresent()
        && !checksum.get().equals(git.checksum().get())) {
      throw at.error(
          git.text(),
          "checksum mismatch \"%s\" != \"%s\"".formatted(checksum.get(), git.checksum().get()));
    }
  }

  private void warnOfIgnored(String word) {
    for (AddSource source : parsed) {
      if (source instanceof AddSource.Local local) {
        String path = UnixPath.resolve("/", local.text()).substring(1);
        if (state.context().options().ignored().test(path)) {
          state
              .log()
              .add(
                  COPY_IGNORED_FILE,
                  at,
                  local.text(),
                  "Attempting to %s file \"%s\" that is excluded by .dockerignore"
                      .formatted(word, local.text()));
        }
      }
    }
  }

  private String history(Expanded expanded, boolean parents) {
    StringBuilder text = new StringBuilder(verb);
    if (parents) {
      text.append(" --parents");
    }
    expanded.placement().chown().ifPresent(owner -> text.append(" --chown=").append(owner));
    expanded.placement().chmod().ifPresent(mode -> text.append(" --chmod=").append(mode));
    sources.forEach(source -> text.append(' ').append(source));
    inlineFiles.forEach(file -> text.append(" <<").append(file.name()));
    return text.append(' ').append(expanded.destination()).append(" # buildkit").toString();
  }
}
