package io.github.baci.api;

import java.util.function.Function;

/**
 * What a user can set, as far as messages name it. Messages hold {@link #toString()}, as in "choose
 * another directory (‹storeDirectory›)"; whoever shows them puts the name there that the user knows
 * the option by, with {@link #named}.
 */
public enum Option {
  /** What RUN may have beyond what is usual: {@link BuildRequest#allowed()}. */
  ALLOW("allow"),
  /** The key that signs what is put into the step cache: {@link StepCacheTrust}. */
  CACHE_KEY("cacheKey"),
  /** Where results of steps are put: {@link StepCacheOptions}. */
  CACHE_TO("cacheTo"),
  /** Whose signatures are taken in the step cache: {@link StepCacheTrust}. */
  CACHE_TRUST("cacheTrust"),
  /** What a converted image is called: {@link ConvertRequest}. */
  CONVERT_NAME("convertName"),
  /** The Dockerfile. */
  DOCKERFILE("dockerfile"),
  /** The engine that runs commands. */
  ENGINE("engine"),
  /** Options of the Java runtime that runs the build. */
  JAVA_OPTIONS("javaOptions"),
  /** Whether an ACI holds all files or a difference: {@link AciMode}. */
  MODE("mode"),
  /** Whether results of earlier builds are left out of account. */
  NO_CACHE("noCache"),
  /** Where the image is written. */
  OUTPUT_FILE("outputFile"),
  /** The ports of an application that are forwarded. */
  PORTS("ports"),
  /** The data directory of rkt. */
  RKT_DIR("rktDir"),
  /** The rkt executable. */
  RKT_PATH("rktPath"),
  /** What rkt runs its containers with. */
  RKT_STAGE1("rktStage1"),
  /** The secrets of a build. */
  SECRETS("secrets"),
  /** The directory of the store. */
  STORE_DIRECTORY("storeDirectory");

  /** Where a message names an option, this character stands before it. */
  public static final char MARK = '\u2039';

  private static final char END = '\u203a';

  private final String id;

  Option(String id) {
    this.id = id;
  }

  /**
   * Puts the names of options into a message.
   *
   * @param message a message of an exception or to a listener
   * @param names the name of each option
   */
  public static String named(String message, Function<Option, String> names) {
    if (message.indexOf(MARK) < 0) {
      return message;
    }
    String text = message;
    for (Option option : values()) {
      text = text.replace(option.toString(), names.apply(option));
    }
    return text;
  }

  /** Returns what stands for the option in messages. */
  @Override
  public String toString() {
    return MARK + id + END;
  }
}
