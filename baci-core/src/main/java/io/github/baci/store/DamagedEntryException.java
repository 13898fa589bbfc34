package io.github.baci.store;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;

/**
 * An entry of the store turned out to be damaged while it was used, so that what was begun cannot
 * be ended with it. The entry is gone by then: whoever begins again makes or pulls it anew, as
 * {@link #healing} does. It is no {@link BaciException}, so that nobody on the way takes it for a
 * fault of the input.
 */
public final class DamagedEntryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** How often one piece of work is begun again: each time an entry is gone. */
  private static final int MOST_REPETITIONS = 20;

  private final String notice;

  /**
   * Tells of an entry that is damaged and gone.
   *
   * @param notice as {@link #notice} of the exception that the damage was first told by
   */
  public DamagedEntryException(String notice) {
    super(notice + "; run this again");
    this.notice = notice;
  }

  private DamagedEntryException(String message, String notice) {
    super(message);
    this.notice = notice;
  }

  /**
   * Tells that an entry that was found before is gone; if it was damaged, that was told already.
   *
   * @param what the entry
   */
  public static DamagedEntryException gone(Store store, String what) {
    return new DamagedEntryException(
        "%s is gone from the store '%s' (%s), though it was there before; run this again, and it is made or pulled anew"
            .formatted(what, store.root(), Option.STORE_DIRECTORY),
        "");
  }

  /** Takes a damaged entry out of a store. */
  public static DamagedEntryException dropping(Store store, Store.Area area, String key) {
    boolean gone = true;
    try {
      store.discard(area, key);
    } catch (IOException e) {
      gone = false;
    }
    return new DamagedEntryException(notice(store, area, key, gone));
  }

  static String notice(Store store, Store.Area area, String key, boolean gone) {
    return "'%s' in the store '%s' (%s) is damaged: %s"
        .formatted(
            store.root().relativize(store.path(area, key)),
            store.root(),
            Option.STORE_DIRECTORY,
            gone
                ? "it is deleted, and made or pulled anew"
                : "it is not used, but cannot be deleted; delete it yourself");
  }

  /** Returns which entry is damaged, and what was done; nothing, if that was told already. */
  public String notice() {
    return notice;
  }

  /** Returns the message, which there always is. */
  @Override
  public String getMessage() {
    return Objects.requireNonNull(super.getMessage());
  }

  /** Something that uses a store, and can be done more than once. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it from its beginning. */
    T run() throws InterruptedException;
  }

  /** Hears of damage. */
  @FunctionalInterface
  public interface Notices {
    /** Takes a line. */
    void damaged(String notice);
  }

  /**
   * Does some work, and begins it again whenever it comes upon a damaged entry.
   *
   * @param notices hears of each entry
   */
  public static <T> T healing(Work<T> work, Notices notices) throws InterruptedException {
    for (int i = 0; ; i++) {
      try {
        return work.run();
      } catch (RuntimeException e) {
        DamagedEntryException damage = causeOf(e).orElseThrow(() -> e);
        if (i == MOST_REPETITIONS) {
          throw new BaciException(damage.getMessage(), e);
        }
        if (!damage.notice.isEmpty()) {
          notices.damaged(damage.notice);
        }
      }
    }
  }

  /** Returns the damage that a failure comes from, if it does. */
  public static Optional<DamagedEntryException> causeOf(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof DamagedEntryException damage) {
        return Optional.of(damage);
      }
    }
    return Optional.empty();
  }
}
