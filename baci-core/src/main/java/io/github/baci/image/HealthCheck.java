package io.github.baci.image;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a container's health is probed; a Docker extension of the OCI config.
 *
 * @param test {@code NONE}, {@code CMD} with arguments, or {@code CMD-SHELL} with one
 * @param interval the time between probes
 * @param timeout the time after which a probe has failed
 * @param startPeriod the time in which failures do not count
 * @param startInterval the time between probes in the start period
 * @param retries how many failures in a row make a container unhealthy
 */
public record HealthCheck(
    List<String> test,
    Optional<Duration> interval,
    Optional<Duration> timeout,
    Optional<Duration> startPeriod,
    Optional<Duration> startInterval,
    Optional<Integer> retries) {
  /** Copies the list. */
  public HealthCheck {
    test = List.copyOf(test);
  }
}
