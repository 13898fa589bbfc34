package io.github.baci.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecursiveDeletionTest {
  private static final int LEVELS = 150;
  private static final int PARTS = 40;

  @TempDir Path directory;

  @Test
  void directoriesMayBeNestedDeeperThanAnyPathCanSay() throws Exception {
    Path root = directory.resolve("root");
    Files.createDirectory(root);
    Files.writeString(root.resolve("file"), "x");
    for (int part = 0; part < PARTS; part++) { // 6,000 levels and 12,000 characters in the end
      Path above = directory.resolve("above");
      Path deepest = above;
      for (int level = 0; level < LEVELS; level++) {
        deepest = deepest.resolve("d");
      }
      Files.createDirectories(deepest);
      Files.move(root, deepest.resolve("d"));
      Files.move(above, root);
    }

    assertThat(RecursiveDeletion.delete(root)).isTrue();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void linksAreDeletedAndNotFollowed() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("file"), "x");
    Path root = Files.createDirectory(directory.resolve("root"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    Path link = Files.createSymbolicLink(directory.resolve("link"), outside);

    assertThat(RecursiveDeletion.delete(root)).isTrue();
    assertThat(RecursiveDeletion.delete(link)).isTrue();
    assertThat(outside.resolve("file")).exists();
    assertThat(link).doesNotExist();
  }

  @Test
  void directoriesThatTheirOwnerMayNotWriteToAreDeleted() throws Exception {
    Path sealed = Files.createDirectories(directory.resolve("root/sealed/more"));
    Files.writeString(sealed.resolve("file"), "x");
    for (Path path : new Path[] {sealed, sealed.getParent()}) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("r-xr-xr-x"));
    }

    assertThat(RecursiveDeletion.delete(directory.resolve("root"))).isTrue();
  }

  @Test
  void nothingIsLeftOfWhatIsNotThere() {
    assertThat(RecursiveDeletion.delete(directory.resolve("none"))).isTrue();
  }
}
