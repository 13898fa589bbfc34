package io.github.baci.maven;

import io.github.baci.api.BaciException;
import io.github.baci.api.SecretSource;
import io.github.baci.api.StepCacheOptions;
import io.github.baci.api.StepCacheTrust;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns what is configured of the step cache in a registry into a request's options. */
final class StepCacheSettings {
  private static final String VARIABLE = "env:";
  private static final String PASSPHRASE = "MAVEN_GPG_PASSPHRASE";

  private StepCacheSettings() {}

  /**
   * Returns the options.
   *
   * @param from as in the configuration, or null
   * @param seconds the time that a build may lose
   * @param images whether whole images are shared too
   * @throws BaciException if the time is negative
   */
  static StepCacheOptions options(
      @Nullable List<String> from,
      Optional<String> to,
      int seconds,
      StepCacheTrust trust,
      boolean images) {
    if (seconds < 0) {
      throw new BaciException(
          "baci.cacheTimeout is %d; it is a number of seconds, 0 or more".formatted(seconds));
    }
    return new StepCacheOptions(
        from == null ? List.of() : from,
        to,
        Duration.ofSeconds(seconds),
        trust,
        images ? StepCacheOptions.Scope.STEPS_AND_IMAGES : StepCacheOptions.Scope.STEPS);
  }

  /**
   * Returns whose results are taken and who signs.
   *
   * @param keyrings as in the configuration, or null
   * @param key a file, or {@code env:VARIABLE}
   * @param environment the environment variables
   */
  static StepCacheTrust trust(
      ProjectLayout layout,
      @Nullable List<File> keyrings,
      Optional<String> key,
      Map<String, String> environment) {
    return new StepCacheTrust(
        keyrings == null ? List.of() : keyrings.stream().map(layout::resolve).toList(),
        key.map(
            text ->
                text.startsWith(VARIABLE)
                    ? new SecretSource.FromEnvironment(text.substring(VARIABLE.length()))
                    : new SecretSource.FromFile(layout.resolve(new File(text)))),
        environment.containsKey(PASSPHRASE)
            ? Optional.of(new SecretSource.FromEnvironment(PASSPHRASE))
            : Optional.empty());
  }
}
