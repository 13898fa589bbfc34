package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.context.BuildContext;
import io.github.baci.context.ContextEntry;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Fingerprint;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Where a COPY or ADD takes files from: the build context, or the tree of a stage or image. */
public abstract sealed class SourceRoot permits ContextRoot, TreeRoot {
  SourceRoot() {}

  /** Returns a build context as a source. */
  public static SourceRoot of(BuildContext context) {
    return new ContextRoot(context);
  }

  /**
   * Returns a stage or an image as a source.
   *
   * @param name what it is, for messages, as in {@code stage build}
   */
  public static SourceRoot of(FileTree tree, String name) {
    return new TreeRoot(tree, name);
  }

  abstract SourceNode root();

  /** Finds a path with all links followed inside the root. */
  abstract Optional<SourceNode> resolve(String path);

  /** Returns whether files are taken from the build context, whose times a build may set. */
  abstract boolean isContext();

  /** Returns the directory, if it is one whose files last from one build to the next. */
  Optional<Path> lastingDirectory() {
    return Optional.empty();
  }

  /**
   * Reads what is below some nodes ahead, where that takes time.
   *
   * @param skipped paths relative to the node that are of no interest
   */
  abstract void prefetch(List<SourceNode> nodes, Predicate<String> skipped);

  /**
   * Adds what tells a node, and what there is to be seen of it, from others.
   *
   * @return false, if nothing is known here from one build to the next
   */
  boolean describe(SourceNode node, Fingerprint subject) {
    return false;
  }

  /** Returns the digest of what was taken before, if it is known that it would be the same now. */
  Optional<Digest> recall(Digest subject) {
    return Optional.empty();
  }

  /** Remembers the digest of what was taken. */
  void remember(Digest subject, Digest taken, List<SourceNode> from) {}

  /** Remembers that files are taken, if it is a context that somebody may ask for them. */
  void takes(String place, Supplier<List<ContextEntry>> files) {}

  /** Returns the message for a source that is not there. */
  abstract BaciException notFound(String source);
}
