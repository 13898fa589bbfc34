package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.GitSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.jgit.api.FetchCommand;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.ResetCommand;
import org.eclipse.jgit.api.TransportCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.JGitInternalException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.submodule.SubmoduleWalk;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;

/**
 * A repository on a server, by JGit. Apart from {@link GitCheckouts}, so that JGit is loaded by
 * builds that need it and by no others.
 */
final class GitRemote {
  private static final String ORIGIN = "origin";
  private static final List<RefSpec> EVERYTHING =
      List.of(
          new RefSpec("+refs/heads/*:refs/remotes/origin/*"),
          new RefSpec("+refs/tags/*:refs/tags/*"));

  static {
    GitSettings.use();
  }

  private final GitSource source;
  private final SshProgram ssh;
  private final SshSessions sessions;

  GitRemote(GitSource source, SshProgram ssh) {
    this.source = source;
    this.ssh = ssh;
    this.sessions = new SshSessions(ssh);
  }

  /**
   * Asks which commit a branch, tag or commit is; branches come before tags, as in git. A commit
   * may be abbreviated; then the whole repository is fetched to find it.
   *
   * @throws BaciException if there is no such repository or ref
   */
  String commit(String ref) throws IOException {
    return attempt(
        () -> {
          Collection<Ref> refs = refs();
          for (String candidate : candidates(ref)) {
            for (Ref each : refs) {
              if (each.getName().equals(candidate)) {
                ObjectId peeled = each.getPeeledObjectId();
                return (peeled == null ? each.getObjectId() : peeled).name();
              }
            }
          }
          if (ref.matches("[0-9a-f]{40}")) {
            return ref; // whether it is there is seen when it is fetched
          }
          throw notFound(ref, refs);
        });
  }

  /**
   * Asks as from within a repository, which is never made: JGit needs one to read the refs of a
   * server of plain files, and heeds for it what it heeds when it fetches.
   */
  private Collection<Ref> refs() throws GitAPIException, IOException {
    Path nowhere = Path.of(System.getProperty("java.io.tmpdir"), "baci-" + UUID.randomUUID());
    try (Repository none =
            new FileRepositoryBuilder().setGitDir(nowhere.toFile()).setBare().build();
        Git git = new Git(none)) {
      return transport(git.lsRemote().setRemote(source.remote())).call();
    }
  }

  private static List<String> candidates(String ref) {
    return List.of(ref, Constants.R_HEADS + ref, Constants.R_TAGS + ref, Constants.R_REFS + ref);
  }

  private BaciException notFound(String ref, Collection<Ref> refs) {
    String branches =
        refs.stream()
            .map(Ref::getName)
            .filter(name -> name.startsWith(Constants.R_HEADS))
            .map(name -> name.substring(Constants.R_HEADS.length()))
            .collect(Collectors.joining(", "));
    return new BaciException(
        "ADD %s: the repository has no branch, tag or commit '%s'; its branches are %s"
            .formatted(source.text(), ref, branches.isEmpty() ? "none" : branches));
  }

  /**
   * Fetches a commit, with its submodules, and writes its files to an empty directory.
   *
   * @param keep whether {@code .git} is for an image, and must not tell who fetched it when
   * @return the time of the commit, if the source wants it for its files
   */
  Optional<Mtime> checkOut(String commit, Path directory, boolean keep) throws IOException {
    return attempt(
        () -> {
          try (Git git = Git.init().setDirectory(directory.toFile()).call()) {
            Repository repository = git.getRepository();
            StoredConfig config = repository.getConfig();
            // Submodules may be named relative to the repository.
            config.setString("remote", ORIGIN, "url", source.remote());
            config.save();
            fetch(git, commit);
            RevCommit found = parse(repository, commit);
            detach(git, found);
            if (source.submodules().orElse(true)) {
              updateSubmodules(repository, keep);
            }
            if (keep) {
              KeptRepository.settle(repository);
            }
            return source.commitTimes()
                ? Optional.of(Mtime.of(Instant.ofEpochSecond(found.getCommitTime())))
                : Optional.empty();
          }
        });
  }

  /** Fetches the one commit where the server gives it, and everything where it does not. */
  private void fetch(Git git, String commit) throws GitAPIException {
    try {
      transport(fetch(git))
          .setRefSpecs(new RefSpec(commit + ":refs/baci/wanted"))
          .setDepth(1)
          .call();
    } catch (TransportException | JGitInternalException e) {
      try {
        transport(fetch(git)).setRefSpecs(EVERYTHING).call();
      } catch (TransportException | JGitInternalException again) {
        again.addSuppressed(e);
        throw again;
      }
    }
  }

  private static FetchCommand fetch(Git git) {
    return git.fetch().setRemote(ORIGIN).setTagOpt(TagOpt.NO_TAGS);
  }

  private RevCommit parse(Repository repository, String commit) throws IOException {
    ObjectId id = repository.resolve(commit + "^{commit}");
    if (id == null) {
      throw new BaciException(
          "ADD %s: the repository has no commit %s; name one that a branch or tag leads to"
              .formatted(source.text(), commit));
    }
    try (RevWalk walk = new RevWalk(repository)) {
      return walk.parseCommit(id);
    }
  }

  /** Checks a commit out into a directory that holds nothing but the repository. */
  private static void detach(Git git, RevCommit commit) throws GitAPIException, IOException {
    RefUpdate head = git.getRepository().updateRef(Constants.HEAD, true);
    head.setNewObjectId(commit);
    head.forceUpdate();
    git.reset().setMode(ResetCommand.ResetType.HARD).setRef(Constants.HEAD).call();
  }

  private void updateSubmodules(Repository repository, boolean keep)
      throws GitAPIException, IOException {
    try (Git git = new Git(repository)) {
      git.submoduleInit().call();
      transport(git.submoduleUpdate()).call();
    }
    List<Repository> submodules = new ArrayList<>();
    try (SubmoduleWalk walk = SubmoduleWalk.forIndex(repository)) {
      while (walk.next()) {
        Optional.ofNullable(walk.getRepository()).ifPresent(submodules::add);
      }
    }
    for (Repository submodule : submodules) {
      try (submodule) {
        updateSubmodules(submodule, keep);
        if (keep) {
          KeptRepository.settle(submodule);
        }
      }
    }
  }

  private <C extends TransportCommand<C, ?>> C transport(C command) {
    return command.setTransportConfigCallback(
        transport -> {
          if (transport instanceof SshTransport remote) {
            remote.setSshSessionFactory(sessions);
          }
        });
  }

  private interface GitAction<T> {
    T run() throws GitAPIException, IOException;
  }

  private <T> T attempt(GitAction<T> action) throws IOException {
    try {
      return action.run();
    } catch (GitAPIException | JGitInternalException e) {
      String said = sessions.said().strip();
      String what =
          said.isEmpty()
              ? Objects.requireNonNullElse(e.getMessage(), e.toString())
              : said.substring(said.lastIndexOf('\n') + 1);
      String hint =
          ssh.hint(source.remote(), said).orElse("check the URL, and that it needs no login");
      throw new BaciException("ADD %s: %s; %s".formatted(source.text(), what.strip(), hint), e);
    }
  }
}
