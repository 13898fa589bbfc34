package io.github.baci.api;

import java.time.Duration;

/**
 * Hears what happens in a build. Stages run side by side, so that the methods are called by several
 * threads, and between the start and the end of one step may come events of others.
 */
public interface BuildListener {

  /** A listener that hears nothing. */
  BuildListener SILENT = new BuildListener() {};

  /**
   * A step of a stage.
   *
   * @param stage the name of the stage, or its number from 0
   * @param number the number of the step in its stage, from 1
   * @param count how many steps the stage has
   * @param instruction the instruction as it is written, on one line
   */
  record StepId(String stage, int number, int count, String instruction) {}

  /** How a step ended. */
  enum Outcome {
    /** It was executed. */
    DONE,
    /** Its result was in the store. */
    CACHED,
    /** It failed; the build ends with an exception. */
    FAILED,
    /** It was given up because something else failed. */
    CANCELED
  }

  /** A step starts. */
  default void stepStarted(StepId step) {}

  /** A step ended. */
  default void stepEnded(StepId step, Outcome outcome, Duration took) {}

  /** A RUN wrote some bytes to standard output or standard error. */
  default void stepOutput(StepId step, byte[] bytes) {}

  /**
   * Bytes of a base image came in.
   *
   * @param image the reference
   * @param done bytes so far, over all layers
   * @param total all bytes
   */
  default void pullProgress(String image, long done, long total) {}

  /**
   * The signature of an App Container Image is good, now or when the image was fetched.
   *
   * @param image the name of the image
   * @param signer who signed it, with the fingerprint of the key
   */
  default void signatureVerified(String image, String signer) {}

  /**
   * Bytes of an image were sent to a registry, or turned out to be there.
   *
   * @param image the name that it is pushed to
   * @param done bytes so far, over all blobs
   * @param total all bytes
   */
  default void pushProgress(String image, long done, long total) {}

  /** Something that takes long and is no step begins, as in {@code linking a Java runtime}. */
  default void activity(String what) {}

  /** Something is worth knowing, as how commands are separated from the machine. */
  default void note(String message) {}

  /** Something is worth the user's attention, but the build goes on. */
  default void warning(String message) {}

  /** Something that only helps to find a fault. */
  default void debug(String message) {}
}
