package io.github.baci.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** ACIs of a run, one for each row that has one, which those of another run are compared with. */
public sealed interface KeptImages {

  /**
   * Looks at an image.
   *
   * @return what is wrong with it; empty if nothing is
   */
  Optional<String> difference(String row, Path aci) throws IOException;

  /** Returns what is to be said of so many images. */
  String remark(int images);

  /** Nothing is kept, and nothing compared. */
  record None() implements KeptImages {
    @Override
    public Optional<String> difference(String row, Path aci) {
      return Optional.empty();
    }

    @Override
    public String remark(int images) {
      return "";
    }
  }

  /**
   * The images of this run are kept.
   *
   * @param directory made where it is missing; what it has of the rows is replaced
   */
  record Kept(Path directory) implements KeptImages {
    @Override
    public Optional<String> difference(String row, Path aci) throws IOException {
      Files.createDirectories(directory);
      Files.copy(aci, directory.resolve(row + ".aci"), StandardCopyOption.REPLACE_EXISTING);
      return Optional.empty();
    }

    @Override
    public String remark(int images) {
      return "%d images kept in %s".formatted(images, directory);
    }
  }

  /**
   * The images of this run must have the bytes of those that were kept. One that has others is put
   * beside the kept one, as {@code ROW.other.aci}.
   *
   * @param directory that of the kept ones
   */
  record Compared(Path directory) implements KeptImages {
    @Override
    public Optional<String> difference(String row, Path aci) throws IOException {
      Path kept = directory.resolve(row + ".aci");
      if (!Files.exists(kept)) {
        return Optional.of("there is no image to compare with: " + kept);
      }
      long at = Files.mismatch(kept, aci);
      if (at < 0) {
        return Optional.empty();
      }
      Path other = directory.resolve(row + ".other.aci");
      Files.copy(aci, other, StandardCopyOption.REPLACE_EXISTING);
      return Optional.of(
          "the image is another one from byte %d of %d on: compare %s with %s"
              .formatted(at, Files.size(kept), kept, other));
    }

    @Override
    public String remark(int images) {
      return "%d images with the bytes of those in %s".formatted(images, directory);
    }
  }
}
