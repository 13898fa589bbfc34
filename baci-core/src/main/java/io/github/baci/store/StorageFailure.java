package io.github.baci.store;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Tells the failures of a file system that a user can mend, such as a full disk, from those that
 * are bugs. Java gives the former no types of their own, so that the system's messages decide.
 */
public final class StorageFailure {
  private static final List<String> NO_SPACE =
      List.of("no space left on device", "not enough space on the disk", "disk full");
  private static final List<String> QUOTA = List.of("disk quota exceeded");
  private static final List<String> READ_ONLY = List.of("read-only file system");
  private static final List<String> TOO_LARGE = List.of("file too large");
  private static final List<String> TOO_MANY_OPEN = List.of("too many open files");

  private StorageFailure() {}

  /**
   * Explains why something could not be written into a store.
   *
   * @param failure what was thrown
   * @param bytes how much was written so far or was going to be, if that is known
   * @return an exception to throw instead, if the user can mend the failure; names the store and
   *     the parameter that gives it
   */
  public static Optional<BaciException> explain(
      IOException failure, Store store, OptionalLong bytes) {
    return explain(failure, store.root(), bytes);
  }

  /**
   * Explains why something could not be written into a store.
   *
   * @param failure what was thrown
   * @param store the directory of the store
   * @param bytes how much was written so far or was going to be, if that is known
   * @return an exception to throw instead, if the user can mend the failure; names the store and
   *     the parameter that gives it
   */
  public static Optional<BaciException> explain(
      IOException failure, Path store, OptionalLong bytes) {
    return explain(failure, store, "another store (" + Option.STORE_DIRECTORY + ")", bytes);
  }

  /**
   * Returns what to throw where a store could not be read or written and the caller declares no
   * {@link IOException}.
   *
   * @param failure what was thrown
   * @return what {@link #explain} says, if the user can mend it; else the failure in an {@link
   *     UncheckedIOException}
   */
  public static RuntimeException unchecked(IOException failure, Store store) {
    return unchecked(failure, store.root());
  }

  /**
   * Returns what to throw where a store could not be read or written and the caller declares no
   * {@link IOException}.
   *
   * @param failure what was thrown
   * @param store the directory of the store
   * @return what {@link #explain} says, if the user can mend it; else the failure in an {@link
   *     UncheckedIOException}
   */
  public static RuntimeException unchecked(IOException failure, Path store) {
    Optional<BaciException> explained = explain(failure, store, OptionalLong.empty());
    return explained.isPresent() ? explained.get() : new UncheckedIOException(failure);
  }

  /**
   * Explains why a file that a goal writes could not be written.
   *
   * @param failure what was thrown
   * @param file the file
   * @return an exception to throw instead, if the user can mend the failure; names the directory
   *     and the parameters that give it
   */
  public static Optional<BaciException> ofOutput(IOException failure, Path file) {
    Path directory = file.toAbsolutePath().getParent();
    return explain(
        failure,
        directory == null ? file : directory,
        "another place for '%s' (%s; other goals have a parameter of their own)"
            .formatted(file.getFileName(), Option.OUTPUT_FILE),
        OptionalLong.empty());
  }

  /** Returns whether something could not be written for want of space. */
  public static boolean isWantOfSpace(IOException failure) {
    String reason = reason(failure);
    return matches(reason, NO_SPACE) || matches(reason, QUOTA);
  }

  private static Optional<BaciException> explain(
      IOException failure, Path directory, String other, OptionalLong bytes) {
    String reason = reason(failure);
    String amount = bytes.isPresent() ? " (after %,d bytes)".formatted(bytes.getAsLong()) : "";
    if (matches(reason, NO_SPACE)) {
      return Optional.of(
          new BaciException(
              "no space left in '%s'%s; free some space or choose %s"
                  .formatted(directory, amount, other),
              failure));
    }
    if (matches(reason, QUOTA)) {
      return Optional.of(
          new BaciException(
              "your disk quota is used up in '%s'%s; free some space or choose %s"
                  .formatted(directory, amount, other),
              failure));
    }
    if (matches(reason, READ_ONLY)) {
      return Optional.of(
          new BaciException(
              "'%s' is on a read-only file system; choose %s".formatted(directory, other),
              failure));
    }
    if (matches(reason, TOO_LARGE)) {
      return Optional.of(
          new BaciException(
              "a file in '%s' becomes larger%s than this process, or the file system, may have it; raise the limit ('ulimit -f unlimited'), or choose %s"
                  .formatted(directory, amount, other),
              failure));
    }
    if (matches(reason, TOO_MANY_OPEN)) {
      return Optional.of(
          new BaciException(
              "too many files are open, as here in '%s'; allow more, as by 'ulimit -n 65536'"
                  .formatted(directory),
              failure));
    }
    if (failure instanceof AccessDeniedException denied) {
      return Optional.of(
          new BaciException(
              "permission denied: '%s' cannot be written; give yourself access, or choose %s"
                  .formatted(denied.getFile(), other),
              failure));
    }
    return Optional.empty();
  }

  private static String reason(IOException failure) {
    String reason =
        failure instanceof FileSystemException system ? system.getReason() : failure.getMessage();
    return reason == null ? "" : reason.toLowerCase(Locale.ROOT);
  }

  private static boolean matches(String reason, List<String> messages) {
    return messages.stream().anyMatch(reason::contains);
  }
}
