package io.github.baci.build.copy;

import io.github.baci.BaciException;
import io.github.baci.context.BuildContext;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.LayerPath;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.GitSource;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.submodule.SubmoduleWalk;

/**
 * Clones and checks out by JGit. Apart from {@link GitCheckouts}, so that JGit is loaded by builds
 * that need it and by no others.
 */
final class GitClone {
  private static final String GIT = ".git";

  private final Store store;

  /** Clones to temporary directories of a store. */
  GitClone(Store store) {
    this.store = store;
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
    try {
      Path directory = store.newTemporaryDirectory();
      try (Git git =
          Git.cloneRepository()
              .setURI(source.remote())
              .setDirectory(directory.toFile())
              .setNoCheckout(true)
              .setCloneAllBranches(true)
              .call()) {
        RevCommit commit = commit(git.getRepository(), source);
        checkCommit(commit, source, source.checksum().or(() -> checksum));
        detach(git, commit);
        if (source.submodules().orElse(true)) {
          updateSubmodules(git.getRepository());
        }
        return files(source, directory, commit, keepGitDir);
      }
    } catch (GitAPIException e) {
      throw new BaciException(
          "ADD %s: %s; check the URL, and that it needs no login"
              .formatted(source.text(), e.getMessage()),
          e);
    } catch (IOException e) {
      throw new BaciException("ADD %s: %s".formatted(source.text(), e), e);
    }
  }

  private static RevCommit commit(Repository repository, GitSource source) throws IOException {
    String ref = source.ref().orElse(Constants.HEAD);
    List<String> candidates = new ArrayList<>();
    if (ref.startsWith(Constants.R_HEADS)) {
      candidates.add(Constants.R_REMOTES + "origin/" + ref.substring(Constants.R_HEADS.length()));
    }
    if (source.ref().isPresent()) {
      candidates.add(Constants.R_REMOTES + "origin/" + ref);
      candidates.add(Constants.R_TAGS + ref);
    }
    candidates.add(ref);
    for (String candidate : candidates) {
      ObjectId id = repository.resolve(candidate + "^{commit}");
      if (id != null) {
        try (RevWalk walk = new RevWalk(repository)) {
          return walk.parseCommit(id);
        }
      }
    }
    throw new BaciException(
        "ADD %s: the repository has no branch, tag or commit '%s'; its branches are %s"
            .formatted(source.text(), ref, branches(repository)));
  }

  private static List<String> branches(Repository repository) throws IOException {
    return repository.getRefDatabase().getRefsByPrefix(Constants.R_REMOTES + "origin/").stream()
        .map(Ref::getName)
        .map(name -> name.substring((Constants.R_REMOTES + "origin/").length()))
        .toList();
  }

  private static void checkCommit(RevCommit commit, GitSource source, Optional<String> checksum) {
    if (checksum.isPresent() && !commit.name().startsWith(checksum.get())) {
      throw new BaciException(
          "ADD %s: digest mismatch %s: the commit shall begin with %s; the ref has moved, or is not the one you mean"
              .formatted(source.text(), commit.name(), checksum.get()));
    }
  }

  /** Checks a commit out into a directory that holds nothing but the repository. */
  private static void detach(Git git, RevCommit commit) throws GitAPIException, IOException {
    RefUpdate head = git.getRepository().updateRef(Constants.HEAD, true);
    head.setNewObjectId(commit);
    head.forceUpdate();
    git.reset().setMode(ResetCommand.ResetType.HARD).setRef(Constants.HEAD).call();
  }

  private static void updateSubmodules(Repository repository) throws GitAPIException, IOException {
    try (Git git = new Git(repository)) {
      git.submoduleInit().call();
      git.submoduleUpdate().call();
    }
    try (SubmoduleWalk walk = SubmoduleWalk.forIndex(repository)) {
      while (walk.next()) {
        try (Repository submodule = walk.getRepository()) {
          if (submodule != null) {
            updateSubmodules(submodule);
          }
        }
      }
    }
  }

  private static TransferSource.Files files(
      GitSource source, Path directory, RevCommit commit, Optional<Boolean> keepGitDir) {
    boolean keep = source.keepGitDir().or(() -> keepGitDir).orElse(false);
    String path = LayerPath.clean(source.subdirectory().orElse(""));
    // The checkout belongs to this build alone; its names need no ignore file but for .git.
    IgnoreRules rules =
        keep ? IgnoreRules.NONE : IgnoreRules.of(List.of("**/" + GIT), "git checkout");
    Optional<Mtime> mtime =
        source.commitTimes()
            ? Optional.of(Mtime.of(Instant.ofEpochSecond(commit.getCommitTime())))
            : Optional.empty();
    SourceRoot root = ContextRoot.ofCheckout(BuildContext.open(directory, rules), mtime);
    SourceMatch match =
        new SourceMatch(
            root.resolve(path)
                .orElseThrow(
                    () ->
                        new BaciException(
                            "ADD %s: the repository has no directory '%s'"
                                .formatted(source.text(), path))),
            "",
            List.of());
    return new TransferSource.Files(root, List.of(match), false);
  }
}
