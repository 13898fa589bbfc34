package io.github.baci.dockerfile;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/**
 * The value of a {@code --mount} of RUN.
 *
 * @param type what is mounted
 * @param target where, relative to the working directory or absolute; a secret or ssh mount may
 *     have none
 * @param source a path in {@code from}
 * @param from a stage, image or named context, never expanded
 * @param readOnly whether it cannot be written
 * @param id the name of the cache, secret or agent
 * @param sharing how several runs share a cache
 * @param size the limit of a tmpfs in bytes
 * @param mode the permissions of a cache, secret or agent
 * @param uid its user
 * @param gid its group
 * @param required whether a secret or agent must be there
 * @param env the variable that a secret is put into
 */
public record MountSpec(
    Type type,
    Optional<String> target,
    Optional<String> source,
    Optional<String> from,
    boolean readOnly,
    Optional<String> id,
    Optional<Sharing> sharing,
    OptionalLong size,
    OptionalInt mode,
    OptionalInt uid,
    OptionalInt gid,
    boolean required,
    Optional<String> env) {

  /** What can be mounted. */
  public enum Type {
    /** A part of the context, a stage or an image. */
    BIND,
    /** A directory that outlives the build. */
    CACHE,
    /** Memory. */
    TMPFS,
    /** A secret of the caller. */
    SECRET,
    /** An SSH agent of the caller. */
    SSH;

    /** Returns the name in Dockerfiles. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How several runs share a cache. */
  public enum Sharing {
    /** All use it at once. */
    SHARED,
    /** Each has one of its own. */
    PRIVATE,
    /** One waits for the other. */
    LOCKED
  }

  /**
   * Reads a mount: one CSV record of {@code KEY=VALUE} and bare keys.
   *
   * @param text the value of the option, before expansion
   * @param expand expands one value; is not called for {@code from}
   * @throws io.github.baci.BaciException if a key, value or combination is not allowed; the message
   *     does not say where the text stands
   */
  public static MountSpec parse(String text, UnaryOperator<String> expand) {
    return null;
  }
}
