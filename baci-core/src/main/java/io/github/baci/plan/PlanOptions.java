package io.github.baci.plan;

import io.github.baci.api.Platform;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a Dockerfile is planned with.
 *
 * @param buildArgs the caller's values for ARG, its proxies, and BuildKit's knobs ({@code
 *     BUILDKIT_DOCKERFILE_CHECK}, {@code BUILDKIT_CACHE_MOUNT_NS}, {@code
 *     BUILDKIT_SANDBOX_HOSTNAME}, {@code SOURCE_DATE_EPOCH})
 * @param target the name of the stage to build, in any case; the last stage if empty
 * @param labels labels of the result that override those of the Dockerfile
 * @param namedContexts references or directories by the name that stands for them; {@code
 *     stage://NAME} for a stage of the Dockerfile
 * @param platform what the result shall run on
 * @param buildPlatform what this machine runs
 * @param timestamp the time of all history; a {@code SOURCE_DATE_EPOCH} of the caller or of a
 *     global ARG wins
 * @param ignored whether the ignore file of the context excludes a path, which is clean and
 *     relative, {@code ""} for the root; must say no to everything if the ignore file has a line
 *     with {@code !}, because the check it is for cannot be made then
 */
public record PlanOptions(
    Map<String, String> buildArgs,
    Optional<String> target,
    Map<String, String> labels,
    Map<String, String> namedContexts,
    Platform platform,
    Platform buildPlatform,
    Optional<Instant> timestamp,
    Predicate<String> ignored) {

  static final String EPOCH = "SOURCE_DATE_EPOCH";

  /** The time of the commit of a git context in BuildKit; a directory has none. */
  private static final String EPOCH_OF_CONTEXT = "context";

  /** Everything as it is when the caller says nothing. */
  public static final PlanOptions DEFAULT =
      new PlanOptions(
          Map.of(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          Platform.current(),
          Platform.current(),
          Optional.empty(),
          path -> false);

  /** Copies the maps; they keep their order. */
  public PlanOptions {
    Map<String, String> given = new LinkedHashMap<>(buildArgs);
    String epoch = given.get(EPOCH);
    if (epoch != null) {
      given.put(EPOCH, epoch(epoch, timestamp));
    }
    buildArgs = Collections.unmodifiableMap(given);
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    namedContexts = Collections.unmodifiableMap(new LinkedHashMap<>(namedContexts));
  }

  /** Returns what a value of {@code SOURCE_DATE_EPOCH} stands for. */
  String epoch(String value) {
    return epoch(value, timestamp);
  }

  private static String epoch(String value, Optional<Instant> timestamp) {
    if (!value.equals(EPOCH_OF_CONTEXT)) {
      return value;
    }
    return timestamp.isPresent() ? Long.toString(timestamp.get().getEpochSecond()) : "";
  }
}
