package io.github.baci.dockerfile;

import io.github.baci.api.BaciException;
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
 * @param contents what is at the mount point
 * @param readOnly whether it cannot be written
 * @param named what a cache, secret or agent is known by
 * @param size the limit of a tmpfs in bytes
 * @param access whose a cache, secret or agent is
 */
public record MountSpec(
    Type type,
    Optional<String> target,
    Contents contents,
    boolean readOnly,
    Named named,
    OptionalLong size,
    Access access) {
  /**
   * What is at the mount point.
   *
   * @param source a path in {@code from}
   * @param from a stage, image or named context; has no variables
   */
  public record Contents(Optional<String> source, Optional<String> from) {}

  /**
   * What a cache, secret or agent is known by.
   *
   * @param id the name of the cache, secret or agent
   * @param sharing how several runs share a cache
   * @param required whether a secret or agent must be there
   * @param env the variable that a secret is put into
   */
  public record Named(
      Optional<String> id, Optional<Sharing> sharing, boolean required, Optional<String> env) {}

  /**
   * Whose a cache, secret or agent is.
   *
   * @param mode the permissions of a cache, secret or agent
   * @param uid its user
   * @param gid its group
   */
  public record Access(OptionalInt mode, OptionalLong uid, OptionalLong gid) {}

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
   * Reads a mount: one CSV record of {@code KEY=VALUE} and bare keys. The order matters: {@code
   * size} and {@code required} stand behind the type they belong to.
   *
   * @param text the value of the option, before expansion
   * @param expand expands one value
   * @throws BaciException if a key, value or combination is not allowed; the message does not say
   *     where the text stands
   */
  public static MountSpec parse(String text, UnaryOperator<String> expand) {
    return new MountParser(expand).parse(text);
  }

  /**
   * Checks what can be checked before variables are known: the form of the record, and that {@code
   * from} has no variable.
   *
   * @throws BaciException if it is wrong
   */
  static void check(String text) {
    for (String field : CsvRecord.parse(text)) {
      int equals = field.indexOf('=');
      int dollar = field.indexOf('$', equals + 1);
      if (equals >= 0
          && field.substring(0, equals).equalsIgnoreCase("from")
          && dollar >= 0
          && dollar < field.length() - 1) {
        throw new BaciException(
            "'from' doesn't support variable expansion, define alias stage instead");
      }
    }
  }

  /**
   * Checks what holds whatever the variables of the stage are: keys, values without variables, and,
   * if no value has any, their combination. It needs no base image, whose ENV may be such a
   * variable.
   *
   * @return the target, if it is known without variables
   * @throws BaciException if it is wrong; the message does not say where the text stands
   */
  public static Optional<String> checkPlain(String text) {
    return new MountParser(UnaryOperator.identity()).checkPlain(text);
  }

  /** Returns a path in {@code from}. */
  public Optional<String> source() {
    return contents.source();
  }

  /** Returns a stage, image or named context. */
  public Optional<String> from() {
    return contents.from();
  }

  /** Returns the name of the cache, secret or agent. */
  public Optional<String> id() {
    return named.id();
  }

  /** Returns how several runs share a cache. */
  public Optional<Sharing> sharing() {
    return named.sharing();
  }

  /** Returns whether a secret or agent must be there. */
  public boolean required() {
    return named.required();
  }

  /** Returns the variable that a secret is put into. */
  public Optional<String> env() {
    return named.env();
  }

  /** Returns the permissions of a cache, secret or agent. */
  public OptionalInt mode() {
    return access.mode();
  }

  /** Returns its user. */
  public OptionalLong uid() {
    return access.uid();
  }

  /** Returns its group. */
  public OptionalLong gid() {
    return access.gid();
  }
}
