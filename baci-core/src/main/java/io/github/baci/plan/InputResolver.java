package io.github.baci.plan;

import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import io.github.baci.dockerfile.ExpansionException;
import io.github.baci.dockerfile.Stage;
import io.github.baci.dockerfile.WordExpander;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what a name in FROM, {@code --from} or a mount stands for. */
final class InputResolver {
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,9}");
  private static final Pattern MOUNT_FROM =
      Pattern.compile("(?:^|,)\"?from=([^,\"]*)", Pattern.CASE_INSENSITIVE);
  private static final String STAGE_SCHEME = "stage://";

  private final List<Stage> stages;
  private final WordExpander expander;
  private final Map<String, GivenContext> namedContexts = new HashMap<>();
  private final Map<String, Integer> lastByName = new HashMap<>();

  /**
   * What the caller gave a name.
   *
   * @param name as the caller wrote it
   */
  private record GivenContext(String name, String value) {}

  InputResolver(List<Stage> stages, WordExpander expander, Map<String, String> namedContexts) {
    this.stages = stages;
    this.expander = expander;
    namedContexts.forEach(
        (name, value) -> this.namedContexts.put(familiar(name), new GivenContext(name, value)));
    for (int i = 0; i < stages.size(); i++) {
      int index = i;
      stages.get(i).from().name().ifPresent(name -> lastByName.put(name, index));
    }
  }

  /** Returns the stage of a name, in any case; the last of several. */
  Optional<Integer> stageOf(String name) {
    return Optional.ofNullable(lastByName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Returns what the caller gave a name instead of an image or stage. */
  Optional<StageInput> namedContext(String name, Platform platform) {
    String key = familiar(name);
    GivenContext given =
        key.equals("scratch") || key.equals("context") ? null : namedContexts.get(key);
    if (given == null) {
      return Optional.empty();
    }
    String value = given.value();
    if (value.startsWith(STAGE_SCHEME)) {
      String stage = value.substring(STAGE_SCHEME.length());
      return Optional.of(
          new StageInput.Stage(
              stageOf(stage)
                  .orElseThrow(
                      () ->
                          new BaciException(
                              "the named context '%s' is the stage '%s', which does not exist"
                                  .formatted(name, stage)))));
    }
    return Optional.of(new StageInput.Named(given.name(), value, platform));
  }

  /**
   * Resolves the expanded image name of a FROM.
   *
   * @param index the number of the stage
   * @throws BaciException if the name is no reference; the message does not say where it stands
   */
  StageInput base(String name, int index, Platform platform) {
    for (int i = index - 1; i >= 0; i--) {
      if (stages.get(i).from().name().filter(name::equals).isPresent()) {
        return new StageInput.Stage(i);
      }
    }
    return imageOr(name, platform);
  }

  /**
   * Resolves {@code --from} of COPY.
   *
   * @throws BaciException if it holds a variable, a number without a stage, or no reference
   */
  StageInput copySource(String from, Platform platform) {
    String expanded;
    try {
      expanded = expander.expand(from, variable -> null).text();
    } catch (ExpansionException e) {
      expanded = "";
    }
    if (!expanded.equals(from)) {
      throw new BaciException(
          "variable expansion is not supported for --from, define a new stage with FROM using ARG"
              + " from global scope as a workaround");
    }
    if (NUMBER.matcher(from).matches()) {
      int index = Integer.parseInt(from);
      if (index < 0 || index >= stages.size()) {
        throw new NoSuchStageException(index);
      }
      return new StageInput.Stage(index);
    }
    return stageOrImage(from, platform);
  }

  /** Resolves the {@code from} of a mount, in which numbers are names of images. */
  StageInput mountSource(String from, Platform platform) {
    return stageOrImage(from, platform);
  }

  /** Finds the {@code from} of a mount whose variables are not expanded yet. */
  static Optional<String> fromOfMount(String mount) {
    Matcher matcher = MOUNT_FROM.matcher(mount);
    return matcher.find()
        ? Optional.of(matcher.group(1)).filter(from -> !from.isEmpty())
        : Optional.empty();
  }

  private StageInput stageOrImage(String from, Platform platform) {
    Optional<Integer> stage = stageOf(from);
    return stage.isPresent() ? new StageInput.Stage(stage.get()) : imageOr(from, platform);
  }

  private StageInput imageOr(String name, Platform platform) {
    if (name.equals("scratch")) {
      return new StageInput.Scratch();
    }
    Optional<StageInput> context = namedContext(name, platform);
    if (context.isPresent()) {
      return context.get();
    }
    FromName.check(name);
    return new StageInput.Image(name, platform);
  }

  private static String familiar(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (String prefix : List.of("docker.io/", "index.docker.io/", "library/")) {
      if (lower.startsWith(prefix)) {
        lower = lower.substring(prefix.length());
      }
    }
    return lower.endsWith(":latest")
        ? lower.substring(0, lower.length() - ":latest".length())
        : lower;
  }
}
