package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.container.Owner;
import io.github.baci.container.UserDatabase;
import io.github.baci.context.BuildContext;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.AddSource;
import io.github.baci.plan.AddStep;
import io.github.baci.plan.CopyStep;
import io.github.baci.plan.GitSource;
import io.github.baci.plan.WorkdirStep;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file instructions: finds what COPY and ADD copy, and makes the directory of WORKDIR. Safe for
 * several threads.
 */
public final class CopyOperations {
  private static final int DIRECTORY_MODE = 0755;

  private final UrlFiles urls;
  private final GitCheckouts git;
  private final Optional<Mtime> timestamp;

  /**
   * Prepares for a build.
   *
   * @param urls where files of URLs are
   * @param git where git repositories are
   * @param timestamp the time of all that the build makes or takes from the context, if it is set
   */
  public CopyOperations(UrlFiles urls, GitCheckouts git, Optional<Instant> timestamp) {
    this.urls = urls;
    this.git = git;
    this.timestamp = timestamp.map(Mtime::of);
  }

  /**
   * Finds what COPY copies.
   *
   * @param from where the files come from
   * @throws BaciException if a source is not there
   */
  public CopyOperation prepare(CopyStep step, SourceRoot from) {
    SourceFinder finder = new SourceFinder(from);
    List<CopySource> sources = new ArrayList<>();
    for (String source : step.sources()) {
      sources.add(new CopySource.Files(from, finder.find(source, step.parents()), false));
    }
    return new CopyOperation(
        sources, step.inlineFiles(), step.placement(), step.parents(), timestamp);
  }

  /**
   * Finds what ADD adds; fetches what is not in the store or not current.
   *
   * @throws BaciException if a source is not there, or a server refuses it
   */
  public CopyOperation prepare(AddStep step, BuildContext context) throws InterruptedException {
    SourceRoot root = SourceRoot.of(context);
    SourceFinder finder = new SourceFinder(root);
    List<CopySource> sources = new ArrayList<>();
    for (AddSource source : step.sources()) {
      if (source instanceof AddSource.Local local) {
        sources.add(
            new CopySource.Files(
                root, finder.find(local.text(), false), step.unpack().orElse(true)));
      } else if (source instanceof AddSource.Http http) {
        UrlFile file = urls.fetch(http.text(), step.checksum());
        sources.add(new CopySource.Fetched(file, step.unpack().orElse(false)));
      } else if (source instanceof GitSource repository) {
        sources.add(git.checkout(repository, step.checksum(), step.keepGitDir()));
      }
    }
    return new CopyOperation(sources, step.inlineFiles(), step.placement(), false, timestamp);
  }

  /**
   * Makes the directory of WORKDIR. The layer may be empty.
   *
   * @throws BaciException if something on the way is no directory, or the user is not known
   */
  public Layer makeWorkingDirectory(WorkdirStep step, FileTree target, LayerStore layers)
      throws IOException {
    CopyTarget draft = new CopyTarget(target);
    var resolved = draft.resolve(step.path());
    boolean missing = resolved.existing() < resolved.names().size();
    Owner owner =
        missing && !step.user().isEmpty()
            ? Owner.of(new UserDatabase(target).resolve(step.user()).identity())
            : Owner.ROOT;
    Mtime now = timestamp.orElseGet(() -> Mtime.of(Instant.now()));
    draft.makeDirectories(
        step.path(), Attributes.of(DIRECTORY_MODE, owner.uid(), owner.gid(), now));
    try (LayerOutput output = new LayerOutput(layers)) {
      draft.write(output);
      return output.commit();
    }
  }
}
