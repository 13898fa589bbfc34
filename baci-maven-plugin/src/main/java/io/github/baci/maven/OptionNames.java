package io.github.baci.maven;

import io.github.baci.api.Option;

/** The parameters that the core's options are set by, for messages. */
final class OptionNames {
  private OptionNames() {}

  /** Returns a message of the core with the names of parameters in it. */
  static String in(String message) {
    return message.indexOf(Option.MARK) < 0 ? message : Option.named(message, OptionNames::of);
  }

  /**
   * Returns the property of the parameter, its element in the POM if it has none, or what else the
   * user sets.
   */
  static String of(Option option) {
    return switch (option) {
      case ALLOW -> "baci.allow";
      case CACHE_KEY -> "baci.cacheKey";
      case CACHE_TO -> "baci.cacheTo";
      case CACHE_TRUST -> "baci.cacheTrust";
      case CONVERT_NAME -> "baci.convert.name";
      case DOCKERFILE -> "baci.dockerfile";
      case ENGINE -> "baci.engine";
      case JAVA_OPTIONS -> "MAVEN_OPTS";
      case MODE -> "baci.mode";
      case NO_CACHE -> "baci.noCache";
      case OUTPUT_FILE -> "baci.outputFile";
      case PORTS -> "baci.ports";
      case RKT_DIR -> "baci.rktDir";
      case RKT_PATH -> "baci.rktPath";
      case RKT_STAGE1 -> "baci.rktStage1";
      case SECRETS -> "<secrets>";
      case STORE_DIRECTORY -> "baci.storeDirectory";
    };
  }
}
