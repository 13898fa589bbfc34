package io.github.baci.plan;

import java.util.List;

/**
 * Copies files from the context, a stage, an image or a named context.
 *
 * @param head what all steps have
 * @param from where the files come from
 * @param sources paths or wildcards, variables expanded, as they were written otherwise: relative
 *     to the root of {@code from}, even those that start with {@code /}
 * @param inlineFiles files that the instruction holds; they come after the sources
 * @param placement where to
 * @param parents whether the directories of a source are kept below the destination
 */
public record CopyStep(
    StepHead head,
    StageInput from,
    List<String> sources,
    List<InlineFile> inlineFiles,
    Placement placement,
    boolean parents)
    implements Step {

  /** Copies the lists. */
  public CopyStep {
    sources = List.copyOf(sources);
    inlineFiles = List.copyOf(inlineFiles);
  }
}
