package io.github.baci.plan;

import java.util.List;
import java.util.Optional;

/**
 * Adds files and archives of the context, URLs and git repositories.
 *
 * @param head what all steps have
 * @param sources what is added, in order
 * @param inlineFiles files that the instruction holds; they come after the sources
 * @param placement where to
 * @param checksum what the one remote source must have: a digest of the file, or the beginning of
 *     the commit
 * @param keepGitDir whether {@code .git} of a repository is kept; {@link GitSource#keepGitDir} if
 *     empty
 * @param unpack whether archives are extracted; if empty, local ones are and those of URLs are not
 */
public record AddStep(
    StepHead head,
    List<AddSource> sources,
    List<InlineFile> inlineFiles,
    Placement placement,
    Optional<String> checksum,
    Optional<Boolean> keepGitDir,
    Optional<Boolean> unpack)
    implements Step {

  /** Copies the lists. */
  public AddStep {
    sources = List.copyOf(sources);
    inlineFiles = List.copyOf(inlineFiles);
  }
}
