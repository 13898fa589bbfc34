package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.container.Owner;
import io.github.baci.container.UserDatabase;
import io.github.baci.context.BuildContext;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStack;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.Mtime;
import io.github.baci.plan.AddSource;
import io.github.baci.plan.AddStep;
import io.github.baci.plan.CopyStep;
import io.github.baci.plan.GitSource;
import io.github.baci.plan.InlineFile;
import io.github.baci.plan.Placement;
import io.github.baci.plan.WorkdirStep;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The file instructions: finds what COPY and ADD copy, and makes the directory of WORKDIR. Safe for
 * several threads.
 */
public final class CopyOperations {
  private static final int DIRECTORY_MODE = 0755;

  private final UrlFiles urls;
  private final GitCheckouts git;
  private final Optional<Mtime> timestamp;
  private final Records records;

  /**
   * Prepares for a build.
   *
   * @param store remembers what was taken from layers
   * @param urls where files of URLs are
   * @param git where git repositories are
   * @param timestamp the time of all that the build makes or takes from the context, if it is set
   */
  public CopyOperations(Store store, UrlFiles urls, GitCheckouts git, Optional<Instant> timestamp) {
    this.records = new Records(store);
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
    return prepare(step.sources(), step.inlineFiles(), step.placement(), step.parents(), from);
  }

  /**
   * Prepares a COPY from the layers of a stage or an image; its files are looked for when they are
   * needed.
   *
   * @param name what has the layers, for messages, as in {@code stage build}
   */
  public LayerCopy prepare(CopyStep step, LayerStack from, String name) {
    Fingerprint subject = new Fingerprint().texts(step.sources());
    subject.texts(step.placement().excludes()).text(Boolean.toString(step.parents()));
    subject.text(timestamp.map(Mtime::toString).orElse(""));
    return new LayerCopy(
        records, subject.digest(), from, () -> prepare(step, SourceRoot.of(from.tree(), name)));
  }

  /**
   * Finds what a COPY would copy.
   *
   * @param names the sources, as in {@link CopyStep#sources}
   * @param inlineFiles files that come after them
   * @param parents whether the directories of a source are kept
   * @throws BaciException if a source is not there
   */
  public CopyOperation prepare(
      List<String> names,
      List<InlineFile> inlineFiles,
      Placement placement,
      boolean parents,
      SourceRoot from) {
    SourceFinder finder = new SourceFinder(from);
    List<CopySource> sources = new ArrayList<>();
    Finding finding = new Finding();
    for (String source : names) {
      finding
          .add(source, () -> finder.find(source, parents))
          .filter(matches -> !matches.isEmpty() || !parents || finder.hasBase(source))
          .ifPresent(
              matches ->
                  sources.add(
                      new CopySource.Files(from, SourceFinder.place(source), matches, false)));
    }
    finding.finish();
    return new CopyOperation(sources, inlineFiles, placement, parents, timestamp, finding.warnings);
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
    Finding finding = new Finding();
    for (AddSource source : step.sources()) {
      if (source instanceof AddSource.Local local) {
        finding
            .add(local.text(), () -> finder.find(local.text(), false))
            .ifPresent(
                matches ->
                    sources.add(
                        new CopySource.Files(
                            root,
                            SourceFinder.place(local.text()),
                            matches,
                            step.unpack().orElse(true))));
      } else if (source instanceof AddSource.Http http) {
        UrlFile file = urls.fetch(http.text(), step.checksum());
        sources.add(new CopySource.Fetched(file, step.unpack().orElse(false)));
      } else if (source instanceof GitSource repository) {
        sources.add(git.checkout(repository, step.checksum(), step.keepGitDir()));
      }
    }
    finding.finish();
    return new CopyOperation(
        sources, step.inlineFiles(), step.placement(), false, timestamp, finding.warnings);
  }

  /**
   * Finds what an ADD adds that fetches nothing; returns nothing for others.
   *
   * @throws BaciException if a source is not there
   */
  public Optional<CopyOperation> local(AddStep step, BuildContext context) {
    List<String> names = new ArrayList<>();
    for (AddSource source : step.sources()) {
      if (!(source instanceof AddSource.Local local)) {
        return Optional.empty();
      }
      names.add(local.text());
    }
    return Optional.of(
        prepare(names, step.inlineFiles(), step.placement(), false, SourceRoot.of(context)));
  }

  /** Looks for all sources of an instruction before it complains of any. */
  private static final class Finding {
    private final List<String> missing = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Optional<List<SourceMatch>> add(String source, Supplier<List<SourceMatch>> search) {
      try {
        List<SourceMatch> matches = search.get();
        if (matches.isEmpty()) {
          warnings.add("\"%s\" matches nothing, and nothing is copied for it".formatted(source));
        }
        return Optional.of(matches);
      } catch (BaciException e) {
        missing.add(e.getMessage());
        return Optional.empty();
      }
    }

    void finish() {
      if (!missing.isEmpty()) {
        throw new BaciException(String.join("\n", missing));
      }
    }
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
            ? new UserDatabase(target).owner(step.user(), "USER")
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
