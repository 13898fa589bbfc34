package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.OutputFormats;
import io.github.baci.context.IgnoreRules;
import io.github.baci.layer.LayerPath;
import io.github.baci.store.OutputFile;
import io.github.baci.store.StorageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What builds wrote into the build context. It is no part of it: else an image with {@code COPY .
 * .} would hold the one of the build before, and would never be up to date.
 */
final class OwnFiles {
  private OwnFiles() {}

  /** Returns rules that leave out what this build and others before it write. */
  static IgnoreRules leftOut(IgnoreRules rules, BuildRequest request) {
    Path context = real(request.contextDirectory());
    List<Path> outputs = new ArrayList<>(List.of(request.outputFile()));
    for (OutputFormats.Output output : request.formats().outputs()) {
      outputs.add(output.file(request.outputFile()));
    }
    outputs.addAll(request.ownFiles());
    List<String> patterns = new ArrayList<>();
    for (Path output : outputs) {
      pattern(context, output)
          .ifPresent(
              path -> {
                String name = LayerPath.name(path);
                patterns.add(path);
                patterns.add(
                    path.substring(0, path.length() - name.length())
                        + OutputFile.temporaryName(name, "*"));
              });
    }
    return rules.excluding(patterns);
  }

  /** Makes the directory of the output file, if it is not there. */
  static void makeDirectory(Path outputFile) {
    try {
      Files.createDirectories(outputFile.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw StorageFailure.ofOutput(e, outputFile)
          .orElseGet(
              () ->
                  new BaciException(
                      "cannot make the directory of %s: %s".formatted(outputFile, e.getMessage()),
                      e));
    }
  }

  private static Optional<String> pattern(Path context, Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    if (parent == null) {
      return Optional.empty();
    }
    Path real = real(parent).resolve(file.getFileName());
    return real.startsWith(context) && !real.equals(context)
        ? Optional.of(escaped(context.relativize(real).toString().replace('\\', '/')))
        : Optional.empty();
  }

  private static String escaped(String path) {
    return path.replaceAll("[*?\\[\\]!]", "\\\\$0");
  }

  /** Returns the path without links; of what is not there, as it is. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath().normalize();
    }
  }
}
