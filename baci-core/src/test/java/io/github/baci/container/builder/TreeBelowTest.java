package io.github.baci.container.builder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.container.syscall.FileStatus;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TreeBelowTest {
  private static final Path NOWHERE = Path.of("/nowhere");

  private final Instant before = Instant.now();
  private final TreeBelow below =
      new TreeBelow(
          () -> {
            throw new UnsupportedOperationException("the tree was asked for");
          });

  /** The tree has to be merged of all layers, which takes longer than most commands. */
  @Test
  void ofWhatTheRunHasWrittenTheTreeIsNotAskedAlsoInTheSecondOfItsBegin() throws Exception {
    Mtime later = Mtime.of(Instant.now().plusNanos(1));

    assertThat(below.hasDirectory("d", attributes(later))).isFalse();
    assertThat(below.has(file(later), status(later), Optional.empty(), NOWHERE)).isFalse();
  }

  @Test
  void ofWhatMayBeOlderTheTreeIsAsked() {
    Mtime earlier = Mtime.of(before);

    assertThatThrownBy(() -> below.hasDirectory("d", attributes(earlier)))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> below.has(file(earlier), status(earlier), Optional.empty(), NOWHERE))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  private static Attributes attributes(Mtime time) {
    return Attributes.of(0755, 0, 0, time);
  }

  private static LayerEntry.RegularFile file(Mtime time) {
    return new LayerEntry.RegularFile("f", attributes(time), 1, 0);
  }

  private static FileStatus status(Mtime time) {
    return new FileStatus(
        FileStatus.S_IFREG | 0755,
        1,
        new FileStatus.Owner(0, 0),
        1,
        new FileStatus.Place(1, 1),
        new FileStatus.Times(time.seconds(), time.nanos(), time.seconds(), time.nanos()),
        new FileStatus.DeviceNumber(0, 0));
  }
}
