package io.github.baci.api;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which files a build writes.
 *
 * @param outputs the files, each of another form
 * @param oci what OCI archives have beside the image; its name and tag are those of docker archives
 *     too
 */
public record OutputFormats(List<Output> outputs, OciOptions oci) {
  /** The ACI and nothing else. */
  public static final OutputFormats ACI = of(List.of(ImageForm.ACI), OciOptions.DEFAULT);

  /**
   * A file that a build writes.
   *
   * @param file where it is written; if empty, beside the output file of the request, whose own
   *     extension is that of an ACI
   */
  public record Output(ImageForm form, Optional<Path> file) {
    /** Returns where it is written. */
    public Path file(Path outputFile) {
      return file.orElseGet(() -> form == ImageForm.ACI ? outputFile : form.beside(outputFile));
    }
  }

  /**
   * Makes sure that something is written, and nothing twice.
   *
   * @throws BaciException if it is not so
   */
  public OutputFormats {
    outputs = List.copyOf(outputs);
    Set<ImageForm> forms = EnumSet.noneOf(ImageForm.class);
    for (Output output : outputs) {
      forms.add(output.form());
    }
    if (forms.isEmpty() || forms.size() < outputs.size()) {
      throw new BaciException("a build must write one file of each of its formats, at least one");
    }
  }

  /** Takes forms whose files are beside each other. */
  public static OutputFormats of(List<ImageForm> forms, OciOptions oci) {
    List<Output> outputs = new ArrayList<>();
    for (ImageForm form : forms) {
      outputs.add(new Output(form, Optional.empty()));
    }
    return new OutputFormats(outputs, oci);
  }

  /** Returns the same formats and an OCI archive. */
  public OutputFormats withOci(Path file, OciOptions options) {
    List<Output> all = new ArrayList<>(outputs);
    all.add(new Output(ImageForm.OCI, Optional.of(file)));
    return new OutputFormats(all, options);
  }

  /** Returns whether an image of a form is written. */
  public boolean has(ImageForm form) {
    for (Output output : outputs) {
      if (output.form() == form) {
        return true;
      }
    }
    return false;
  }
}
