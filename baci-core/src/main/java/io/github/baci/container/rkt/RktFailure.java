package io.github.baci.container.rkt;

import io.github.baci.api.Option;
import java.util.regex.Pattern;

/** Explains why rkt does not do what it shall. */
final class RktFailure {
  /** What a stage1 image with systemd puts before each line of an app. */
  private static final Pattern PREFIX = Pattern.compile("^\\[ *[0-9.]+\\] \\S+\\[[0-9]+\\]: ");

  private RktFailure() {}

  /** Returns what rkt wrote as one line, without what is harmless. */
  static String oneLine(String output) {
    String line =
        output
            .lines()
            .map(text -> PREFIX.matcher(text).replaceFirst("").strip())
            .filter(text -> !text.isEmpty() && !RktMessages.isHarmless(text))
            .reduce((first, second) -> first + "; " + second)
            .orElse("");
    return line.isEmpty() ? "it ended without a message" : line;
  }

  /** Explains why a pod with the builder did not start. */
  static RktUnavailable pod(RktProgram rkt, String output) {
    String said = oneLine(output);
    if (RktMessages.tellOfRootAlone(said)) {
      return notRoot();
    }
    if (RktMessages.tellOfMissingStage1(said)
        || (rkt.settings().stage1().isEmpty() && RktMessages.tellOfMissingStage1File(said))) {
      return new RktUnavailable(
          "rkt has no stage1 image to run containers with; give one with "
              + Option.RKT_STAGE1
              + " (the path of an ACI, a URL or an image name), as in stage1-coreos.aci or"
              + " stage1-fly.aci beside rkt ("
              + said
              + ")");
    }
    return new RktUnavailable(
        "'%s' refuses to run the builder's pod: %s".formatted(rkt.executable(), said));
  }

  static RktUnavailable notRoot() {
    return new RktUnavailable(
        "rkt runs containers for root alone; build as root, or with "
            + Option.ENGINE
            + "=namespaces, which needs no root");
  }

  static RktUnavailable stage1(String stage1, String said) {
    return new RktUnavailable(
        ("rkt cannot take the stage1 image '%s' (%s): %s; it must be the path of an"
                + " ACI, a URL, or the name of an image that rkt finds and trusts")
            .formatted(stage1, Option.RKT_STAGE1, said));
  }

  static RktUnavailable tooOld(RktProgram rkt, String version, String least) {
    return new RktUnavailable(
        "'%s' is rkt %s, and the engine needs %s or newer"
            .formatted(rkt.executable(), version, least));
  }
}
