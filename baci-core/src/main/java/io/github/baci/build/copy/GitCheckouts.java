package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.api.SourceOptions;
import io.github.baci.context.BuildContext;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.Destination;
import io.github.baci.plan.GitSource;
import io.github.baci.plan.Placement;
import io.github.baci.store.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Git repositories, for ADD: the tree of a branch, tag or commit, with its submodules. The server
 * is asked each time which commit a branch or tag is; the files of a commit stay in the store, as a
 * layer, and are fetched once. A full commit ID whose files are there is not asked for at all. Safe
 * for several threads.
 *
 * <p>Over SSH ({@code git@HOST:PATH}, {@code ssh://}), the user's {@code ssh} program makes the
 * connection, with the user's agent, configuration and known hosts.
 */
public final class GitCheckouts {
  private static final String GIT = ".git";
  private static final String COMMIT = "[0-9a-f]{40}";

  private final Store store;
  private final LayerStore layers;
  private final SourceOptions options;
  private final SshProgram ssh;

  /**
   * Keeps files in a store.
   *
   * @param agent the socket of the SSH agent for remotes over SSH, instead of the one of the
   *     environment
   */
  public GitCheckouts(Store store, LayerStore layers, SourceOptions options, Optional<Path> agent) {
    this(store, layers, options, new SshProgram("ssh", agent));
  }

  GitCheckouts(Store store, LayerStore layers, SourceOptions options, SshProgram ssh) {
    this.store = store;
    this.layers = layers;
    this.options = options;
    this.ssh = ssh;
  }

  /**
   * Checks a repository out.
   *
   * @param checksum how the commit must begin, if the instruction says
   * @param keepGitDir whether {@code .git} is kept, if the instruction says
   * @throws BaciException if there is no such repository, ref or directory
   */
  CopySource.Files checkout(
      GitSource source, Optional<String> checksum, Optional<Boolean> keepGitDir)
      throws InterruptedException {
    GitRecords records = new GitRecords(store, layers);
    boolean keep = source.keepGitDir().or(() -> keepGitDir).orElse(false);
    try {
      String commit = commit(source, records);
      checkCommit(commit, source, source.checksum().or(() -> checksum));
      Optional<Layer> known = records.layer(source, commit, keep);
      Layer layer = known.isPresent() ? known.get() : fetch(source, commit, keep, records);
      return files(source, layer);
    } catch (InterruptedIOException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      throw new BaciException("ADD %s: %s".formatted(source.text(), e.getMessage()), e);
    }
  }

  private String commit(GitSource source, GitRecords records) throws IOException {
    String ref = wanted(source);
    if (ref.matches(COMMIT) && records.isKnown(source, ref)) {
      return ref;
    }
    if (options.offline()) {
      return records
          .commit(source, ref)
          .orElseThrow(
              () ->
                  new BaciException(
                      "ADD %s: it was never fetched, and the build is offline; build once online"
                          .formatted(source.text())));
    }
    String commit = new GitRemote(source, ssh).commit(ref);
    records.rememberCommit(source, ref, commit);
    return commit;
  }

  /** Returns what is asked for: the ref, or the commit itself where the source prefers that. */
  private static String wanted(GitSource source) {
    String ref = source.ref().orElse("HEAD");
    return source.fetchByCommit().orElse(false)
        ? source.checksum().filter(commit -> commit.matches(COMMIT)).orElse(ref)
        : ref;
  }

  private static void checkCommit(String commit, GitSource source, Optional<String> checksum) {
    if (checksum.isPresent() && !commit.startsWith(checksum.get())) {
      throw new BaciException(
          "ADD %s: digest mismatch %s: the commit shall begin with %s; the ref has moved, or is not the one you mean"
              .formatted(source.text(), commit, checksum.get()));
    }
  }

  private Layer fetch(GitSource source, String commit, boolean keep, GitRecords records)
      throws IOException {
    if (options.offline()) {
      throw new BaciException(
          "ADD %s: commit %s is not in the store any more, and the build is offline; build once online"
              .formatted(source.text(), commit));
    }
    Store.Lock lock = store.lock("git-" + commit);
    try {
      Optional<Layer> meanwhile = records.layer(source, commit, keep);
      return meanwhile.isPresent() ? meanwhile.get() : checkOut(source, commit, keep, records);
    } finally {
      lock.close();
    }
  }

  private Layer checkOut(GitSource source, String commit, boolean keep, GitRecords records)
      throws IOException {
    Path directory = store.newTemporaryDirectory();
    Optional<Mtime> times = new GitRemote(source, ssh).checkOut(commit, directory, keep);
    // The checkout belongs to this build alone; its names need no ignore file but for .git.
    IgnoreRules rules =
        keep ? IgnoreRules.NONE : IgnoreRules.of(List.of("**/" + GIT), "git checkout");
    try (BuildContext files = BuildContext.open(directory, rules)) {
      Layer layer = layer(ContextRoot.ofCheckout(files, times));
      records.rememberLayer(source, commit, keep, layer);
      return layer;
    }
  }

  private Layer layer(SourceRoot checkout) throws IOException {
    Placement root =
        new Placement(
            new Destination("/", true), Optional.empty(), Optional.empty(), List.of(), true);
    SourceMatch everything = new SourceMatch(checkout.root(), "", List.of());
    return new CopyOperation(
            List.of(new CopySource.Files(checkout, "", List.of(everything), false)),
            List.of(),
            root,
            false,
            Optional.empty(),
            List.of())
        .execute(FileTree.EMPTY, layers, store)
        .layer();
  }

  private static CopySource.Files files(GitSource source, Layer layer) {
    SourceRoot root =
        TreeRoot.ofCheckout(FileTree.of(List.of(layer)), "the repository", !source.commitTimes());
    String path = LayerPath.clean(source.subdirectory().orElse(""));
    SourceNode top =
        root.resolve(path)
            .orElseThrow(
                () ->
                    new BaciException(
                        "ADD %s: the repository has no directory '%s'; name one of the commit's tree"
                            .formatted(source.text(), path)));
    return new CopySource.Files(root, "", List.of(new SourceMatch(top, "", List.of())), false);
  }
}
