package io.github.baci.plan;

import io.github.baci.api.Platform;

/** Where a stage begins, or where it takes files from. */
public sealed interface StageInput {

  /** The build context, seen through its ignore file. */
  record Context() implements StageInput {}

  /** Nothing. */
  record Scratch() implements StageInput {}

  /**
   * The result of another stage.
   *
   * @param index its number from 0, in the order of the Dockerfile
   */
  record Stage(int index) implements StageInput {}

  /**
   * An image.
   *
   * @param reference a registry name as Docker reads it, or {@code scheme://…}, as it was written
   * @param platform what it shall run on
   */
  record Image(String reference, Platform platform) implements StageInput {}

  /**
   * What the caller gave a name: a directory (without an ignore file) or a reference.
   *
   * @param name the name, as the caller wrote it
   * @param value a reference or the path of a directory, as the caller wrote it
   * @param platform what an image shall run on
   */
  record Named(String name, String value, Platform platform) implements StageInput {}
}
