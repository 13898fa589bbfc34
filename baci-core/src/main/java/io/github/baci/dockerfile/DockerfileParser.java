package io.github.baci.dockerfile;

/** Reads Dockerfiles as BuildKit does. */
public final class DockerfileParser {
  private DockerfileParser() {}

  /**
   * Reads a Dockerfile.
   *
   * @param file the name of the file, for errors
   * @param text the text; a byte order mark is ignored, CRLF is as good as LF
   * @throws DockerfileException if the text is not a Dockerfile; holds all faults of it
   */
  public static Dockerfile parse(String file, String text) {
    return null;
  }

  /**
   * Reads the trigger of an ONBUILD when it fires.
   *
   * @param trigger the instruction that was stored
   * @param at the origin of the FROM in whose stage it fires; the instruction's origin and all
   *     errors point there
   * @throws DockerfileException if the trigger is not one instruction that is allowed in a stage
   */
  public static Instruction parseTrigger(String trigger, Origin at) {
    return null;
  }
}
