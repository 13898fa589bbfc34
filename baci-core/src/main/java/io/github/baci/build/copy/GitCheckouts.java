package io.github.baci.build.copy;

import io.github.baci.BaciException;
import io.github.baci.plan.GitSource;
import io.github.baci.source.SourceOptions;
import io.github.baci.store.Store;
import java.util.Optional;

/**
 * Git repositories, for ADD: the tree of a branch, tag or commit, with its submodules. The
 * repository is cloned to a temporary directory for each build. Safe for several threads.
 *
 * <p>Known limit: remotes over SSH ({@code git@HOST:PATH}, {@code ssh://}) need an SSH client that
 * JGit does not bring along; they are refused.
 */
public final class GitCheckouts {
  private final Store store;
  private final SourceOptions options;

  /** Clones to temporary directories of a store. */
  public GitCheckouts(Store store, SourceOptions options) {
    this.store = store;
    this.options = options;
  }

  /**
   * Checks a repository out.
   *
   * @param checksum how the commit must begin, if the instruction says
   * @param keepGitDir whether {@code .git} is kept, if the instruction says
   * @throws BaciException if there is no such repository, ref or directory
   */
  TransferSource.Files checkout(
      GitSource source, Optional<String> checksum, Optional<Boolean> keepGitDir) {
    refuseUnsupported(source);
    return new GitClone(store).checkout(source, checksum, keepGitDir);
  }

  private void refuseUnsupported(GitSource source) {
    if (options.offline()) {
      throw new BaciException(
          "ADD %s: a git repository cannot be fetched offline".formatted(source.text()));
    }
    boolean ssh = source.remote().startsWith("ssh://") || !source.remote().contains("://");
    if (ssh) {
      throw new BaciException(
          "ADD %s: git over SSH is not supported; use the https:// URL of the repository, or clone it and COPY the files"
              .formatted(source.text()));
    }
  }
}
