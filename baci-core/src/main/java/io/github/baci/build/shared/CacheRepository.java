package io.github.baci.build.shared;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ImageReference;
import io.github.baci.http.HttpFailure;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A repository with results of steps, as one build sees it: it is left alone for the rest of the
 * build, with one warning, as soon as it does not answer or refuses. Safe for several threads.
 */
final class CacheRepository {
  /** No record has this tag: it is asked for to see whether there is an answer, and to log in. */
  private static final String NOBODY = "baci-none";

  private final String name;
  private final ImageReference reference;
  private final Repository repository;
  private final Patience patience;
  private final BuildListener listener;
  private final AtomicBoolean away = new AtomicBoolean();
  private final AtomicBoolean distrusted = new AtomicBoolean();
  private final AtomicInteger pending = new AtomicInteger();
  private final CompletableFuture<Void> known = new CompletableFuture<>();
  private volatile String first = NOBODY;
  private volatile Optional<Repository.Document> firstFound = Optional.empty();

  /**
   * Names a repository; nothing is asked yet.
   *
   * @throws BaciException if the name has a tag or a digest
   */
  CacheRepository(String name, Registries registries, Patience patience, BuildListener listener) {
    this.name = name;
    this.reference = reference(name);
    this.repository = registries.open(reference);
    this.patience = patience;
    this.listener = listener;
  }

  /**
   * Returns the repository of a name.
   *
   * @throws BaciException if the name has a tag or a digest
   */
  static ImageReference reference(String name) {
    ImageReference reference = ImageReference.parse(name);
    if (reference.digest().isPresent() || !reference.qualifier().equals("latest")) {
      throw new BaciException(
          "'%s' names no step cache: it must be a repository without a tag, as in registry.example.com/cache/app"
              .formatted(name));
    }
    return reference;
  }

  /** Something that is asked. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Repository repository) throws IOException, InterruptedException;
  }

  String name() {
    return name;
  }

  /** Returns the registry, as host, or host and port. */
  String host() {
    return reference.registry();
  }

  /** Returns what the registry calls the repository. */
  String path() {
    return reference.repository();
  }

  /**
   * Asks something small, so that a login and what is wrong are known before they are needed.
   *
   * @param tag the record that is going to be looked for first, if one is known by now
   */
  void knock(Executor executor, Optional<String> tag) {
    first = tag.orElse(NOBODY);
    executor.execute(
        () -> {
          try {
            firstFound = ask(asked -> asked.findManifest(first));
          } catch (HttpFailure e) {
            leave(e.getMessage());
          } catch (IOException | RuntimeException e) {
            leave(String.valueOf(e));
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            known.complete(null);
          }
        });
  }

  /** Waits for the answer to the knock; returns whether the repository is used. */
  boolean isThere() throws InterruptedException {
    try {
      known.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
    return !isAway();
  }

  /** Returns whether the repository is left alone. */
  boolean isAway() {
    return away.get();
  }

  /** Looks for the record of a tag, unless the answer to the knock has told already. */
  Optional<Repository.Document> find(String tag) throws IOException, InterruptedException {
    return tag.equals(first) ? firstFound : look(asked -> asked.findManifest(tag));
  }

  /** Asks for something that takes its time, and tells that it was done. */
  <T> T ask(Question<T> question) throws IOException, InterruptedException {
    T answer = pending(question);
    patience.moved();
    return answer;
  }

  /** Asks one of many small questions, and tells that there was an answer. */
  <T> T look(Question<T> question) throws IOException, InterruptedException {
    T answer = pending(question);
    patience.answered();
    return answer;
  }

  private <T> T pending(Question<T> question) throws IOException, InterruptedException {
    pending.incrementAndGet();
    try {
      return question.ask(repository);
    } finally {
      pending.decrementAndGet();
    }
  }

  /** Returns whether what was put there may name blobs that have been deleted since. */
  static boolean mayBeMissing(HttpFailure refusal) {
    int status = refusal.status().orElse(0);
    return status == 400 || status == 404;
  }

  /**
   * Tells a tag that cannot be changed, and that another agent has written, from other refusals.
   */
  boolean isThereAlready(String tag, HttpFailure refusal) throws InterruptedException {
    try {
      return refusal.isRefusal()
          && refusal.kind() != HttpFailure.Kind.DENIED
          && refusal.kind() != HttpFailure.Kind.RATE_LIMIT
          && ask(asked -> asked.findManifest(tag)).isPresent();
    } catch (IOException again) {
      return false;
    }
  }

  /** Leaves the repository alone if there are questions that it has not answered. */
  void leaveIfSilent() {
    if (pending.get() > 0) {
      leave("it does not answer in time");
    }
  }

  /** Leaves the repository alone from now on. */
  void leave(String why) {
    if (away.compareAndSet(false, true)) {
      listener.warning("the step cache %s is not used in this build: %s".formatted(name, why));
    }
  }

  /**
   * Tells that a record could not be taken although it is there: by a warning, if it is damaged or
   * has gone; the repository is left alone, if it refuses.
   *
   * @param consequence what happens instead, as in "a step is executed, because its result"
   */
  void failed(@Nullable Throwable cause, String consequence) {
    if (cause instanceof HttpFailure e && e.kind() != HttpFailure.Kind.NOT_FOUND) {
      leave(e.getMessage());
    } else if (cause instanceof IOException || cause instanceof BaciException) {
      listener.warning(
          "%s cannot be taken from the step cache %s: %s"
              .formatted(consequence, name, cause.getMessage()));
    } else {
      leave(String.valueOf(cause));
    }
  }

  /** Tells, once, of a record that is not taken; of others only to those who look closely. */
  void distrust(String why) {
    String message = "the step cache %s: %s".formatted(name, why);
    if (distrusted.compareAndSet(false, true)) {
      listener.warning(message);
    } else {
      listener.debug(message);
    }
  }
}
