package io.github.baci.build;

import io.github.baci.build.copy.CopyOperations;
import io.github.baci.context.ContextEntry;
import io.github.baci.plan.AddSource;
import io.github.baci.plan.AddStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An ADD. */
final class AddWork implements StepWork {
  private final AddStep step;
  private final CopyOperations copies;
  private final FileContexts contexts;
  private final FileWork files;

  AddWork(AddStep step, CopyOperations copies, FileContexts contexts, FileWork files) {
    this.step = step;
    this.copies = copies;
    this.contexts = contexts;
    this.files = files;
  }

  @Override
  public InstructionText instruction() {
    return instruction(step);
  }

  static InstructionText instruction(AddStep step) {
    List<String> sources = new ArrayList<>();
    for (AddSource source : step.sources()) {
      sources.add(source.text());
    }
    InstructionText text =
        new InstructionText("ADD")
            .list("sources", sources)
            .files(step.inlineFiles())
            .field("checksum", step.checksum().orElse(""))
            .field("keepGitDir", said(step.keepGitDir()))
            .field("unpack", said(step.unpack()));
    FileWork.describe(step.placement(), text);
    return text;
  }

  private static String said(Optional<Boolean> option) {
    return option.isPresent() ? option.get().toString() : "";
  }

  @Override
  public boolean ahead(AheadKeys stages, StepKey.Writer key) throws InterruptedException {
    key.text(copies.prepare(step, contexts.main()).inputDigest().toString());
    return true;
  }

  /** What URLs name is asked for once in a build, and not again for this. */
  @Override
  public List<ContextEntry> contextFiles(long least) {
    return copies
        .local(step, contexts.main())
        .map(copy -> copy.contextFiles(least))
        .orElse(List.of());
  }

  @Override
  public Ready take(StageStacks stacks, StepKey.Writer key) throws InterruptedException {
    return files.ready(step.head().origin(), copies.prepare(step, contexts.main()), key);
  }
}
