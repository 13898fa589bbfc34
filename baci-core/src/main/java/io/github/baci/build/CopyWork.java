package io.github.baci.build;

import io.github.baci.build.copy.CopyOperations;
import io.github.baci.build.copy.SourceRoot;
import io.github.baci.context.ContextEntry;
import io.github.baci.layer.LayerStack;
import io.github.baci.plan.CopyStep;
import java.util.List;
import java.util.Optional;

/** A COPY. */
final class CopyWork implements StepWork {
  private final CopyStep step;
  private final CopyOperations copies;
  private final FileContexts contexts;
  private final FileWork files;

  CopyWork(CopyStep step, CopyOperations copies, FileContexts contexts, FileWork files) {
    this.step = step;
    this.copies = copies;
    this.contexts = contexts;
    this.files = files;
  }

  @Override
  public InstructionText instruction() {
    return instruction(step);
  }

  static InstructionText instruction(CopyStep step) {
    InstructionText text =
        new InstructionText("COPY")
            .from(step.from())
            .list("sources", step.sources())
            .files(step.inlineFiles())
            .field("parents", step.parents());
    FileWork.describe(step.placement(), text);
    return text;
  }

  @Override
  public boolean ahead(AheadKeys stages, StepKey.Writer key) throws InterruptedException {
    Optional<SourceRoot> directory = contexts.of(step.from());
    if (directory.isEmpty()) {
      return stages.tree(step.from(), key);
    }
    key.text(copies.prepare(step, directory.get()).inputDigest().toString());
    return true;
  }

  @Override
  public List<ContextEntry> contextFiles(long least) {
    return contexts
        .of(step.from())
        .map(directory -> copies.prepare(step, directory).contextFiles(least))
        .orElse(List.of());
  }

  @Override
  public Ready take(StageStacks stacks, StepKey.Writer key) throws InterruptedException {
    Optional<SourceRoot> directory = contexts.of(step.from());
    if (directory.isPresent()) {
      return files.ready(step.head().origin(), copies.prepare(step, directory.get()), key);
    }
    LayerStack layers = stacks.stackOf(step.from());
    return files.ready(
        step.head().origin(), copies.prepare(step, layers, stacks.nameOf(step.from())), key);
  }
}
