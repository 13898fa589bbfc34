package io.github.baci.build.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.context.BuildContext;
import io.github.baci.context.ContextMemory;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a copy takes is known from the build before, as long as it asks for the same. */
class RecalledCopyTest extends CopyFixture {
  /** So much later than all files that a change of them would show. */
  private static final long LATER =
      TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + TimeUnit.HOURS.toNanos(1);

  @BeforeEach
  void files() throws IOException {
    file("tree/a", "a");
    file("tree/b", "b");
    file("tree/sub/c", "c");
    file("other", "other");
  }

  @Test
  void isTheSameDigestAndMakesTheSameLayer() throws IOException {
    BuildContext first = open(ContextMemory.none(), "x");
    CopyOperation before = copy(first).transfer("tree", "other");
    Digest digest = before.inputDigest();
    Layer layer = before.execute(FileTree.EMPTY, layers, store).layer();

    CopyOperation after = copy(open(memory(first), "x")).transfer("tree", "other");

    assertThat(after.inputDigest()).isEqualTo(digest);
    assertThat(after.execute(FileTree.EMPTY, layers, store).layer()).isEqualTo(layer);
  }

  @Test
  void isOfNoUseToWhoAsksForSomethingElse() {
    BuildContext first = open(ContextMemory.none(), "x");
    copy(first).transfer("tree").inputDigest();
    ContextMemory memory = memory(first);
    BuildContext all = open(memory, "x");
    BuildContext less = open(memory, "tree/a");

    same(copy(all).exclude("a"), copy(open(ContextMemory.none(), "x")).exclude("a"), "tree");
    same(copy(less), copy(open(ContextMemory.none(), "tree/a")), "tree");
    same(copy(all).parents(), copy(open(ContextMemory.none(), "x")).parents(), "tree/sub");
    same(copy(all), copy(open(ContextMemory.none(), "x")), "tree/sub");
    same(
        copy(all).at(Instant.EPOCH),
        copy(open(ContextMemory.none(), "x")).at(Instant.EPOCH),
        "tree");
  }

  @Test
  void aFileThatChangesBeforeItIsReadIsNoticed() throws IOException {
    BuildContext first = open(ContextMemory.none());
    copy(first).transfer("tree").inputDigest();
    CopyOperation second = copy(open(memory(first))).transfer("tree");
    second.inputDigest();
    Files.writeString(context.resolve("tree/sub/c"), "changed");

    assertThatThrownBy(() -> second.execute(FileTree.EMPTY, layers, store))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("changed while the build read them");
  }

  private static void same(Copy recalled, Copy read, String source) {
    assertThat(recalled.transfer(source).inputDigest())
        .isEqualTo(read.transfer(source).inputDigest());
  }

  private Copy copy(BuildContext from) {
    return onto(FileTree.EMPTY).from(SourceRoot.of(from)).to("/tree/");
  }

  private BuildContext open(ContextMemory memory, String... ignored) {
    return BuildContext.open(
        context, IgnoreRules.parse(String.join("\n", ignored), "ignore"), store, memory);
  }

  private static ContextMemory memory(BuildContext before) {
    return ContextMemory.of(before.looks(LATER).orElseThrow());
  }
}
