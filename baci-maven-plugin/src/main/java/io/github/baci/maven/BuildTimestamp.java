package io.github.baci.maven;

import io.github.baci.api.BaciException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * The time that everything the build makes shall bear: {@code project.build.outputTimestamp}, as
 * Maven's plugins read it (ISO 8601 or seconds since the epoch), else the environment variable
 * SOURCE_DATE_EPOCH, else none.
 */
final class BuildTimestamp {
  private static final String PROPERTY = "project.build.outputTimestamp";

  /** What Maven 4 gives to every project that does not set the property. */
  private static final String MAVEN_4_DEFAULT = "1980-02-01T00:00:00Z";

  private BuildTimestamp() {}

  /**
   * Finds the time.
   *
   * @param outputTimestamp the value of the property, or null
   * @param setByUser whether the project or the command line sets it
   * @param sourceDateEpoch the value of the environment variable, or null
   * @throws BaciException if the value that counts is no time
   */
  static Optional<Instant> of(
      @Nullable String outputTimestamp, boolean setByUser, @Nullable String sourceDateEpoch) {
    boolean inherent = MAVEN_4_DEFAULT.equals(outputTimestamp) && !setByUser;
    if (outputTimestamp != null && !outputTimestamp.isBlank() && !inherent) {
      return parseProperty(outputTimestamp.strip());
    }
    if (sourceDateEpoch != null && !sourceDateEpoch.isBlank()) {
      return Optional.of(parseSeconds(sourceDateEpoch.strip(), "SOURCE_DATE_EPOCH"));
    }
    return Optional.empty();
  }

  /** Returns whether the project, or one it inherits from, sets the property itself. */
  static boolean isSetBy(MavenProject project) {
    for (MavenProject each = project; each != null; each = each.getParent()) {
      if (each.getOriginalModel() != null
          && each.getOriginalModel().getProperties().containsKey(PROPERTY)) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Instant> parseProperty(String text) {
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(parseSeconds(text, PROPERTY));
    }
    if (text.length() == 1) {
      // A single letter switches it off, as in maven-jar-plugin.
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      throw new BaciException(
          "%s is '%s', but must be a time in ISO 8601 with a zone, as in 2026-01-31T12:00:00Z, or seconds since 1970"
              .formatted(PROPERTY, text),
          e);
    }
  }

  private static Instant parseSeconds(String text, String origin) {
    try {
      Instant instant = Instant.ofEpochSecond(Long.parseLong(text));
      if (instant.getEpochSecond() >= 0) {
        return instant;
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw new BaciException(notSeconds(text, origin), e);
    }
    throw new BaciException(notSeconds(text, origin));
  }

  private static String notSeconds(String text, String origin) {
    return "%s is '%s', but must be seconds since 1970, as in 1767225600".formatted(origin, text);
  }
}
