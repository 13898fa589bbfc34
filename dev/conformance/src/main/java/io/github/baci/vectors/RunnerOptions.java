package io.github.baci.vectors;

import io.github.baci.api.BuildRequest.EngineOptions.Kind;
import io.github.baci.build.BehaviourVectors;
import io.github.baci.build.KeptImages;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the runner is told on its command line.
 *
 * @param directory the directory of the vectors
 * @param file the one file to be run, as in {@code shell.json}; all if empty
 * @param engine what runs commands ({@code --engine=traced}), as {@code baci.engine} names it
 * @param images where images are kept ({@code --keep=DIRECTORY}) or what they are compared with
 *     ({@code --compare=DIRECTORY})
 */
record RunnerOptions(Path directory, Optional<String> file, Kind engine, KeptImages images) {

  /**
   * Reads a command line.
   *
   * @throws IllegalArgumentException if there is no directory, or something that is not known
   */
  static RunnerOptions of(List<String> line) {
    List<String> places = new ArrayList<>();
    Kind engine = Kind.AUTO;
    KeptImages images = new KeptImages.None();
    for (String word : line) {
      if (!word.startsWith("--")) {
        places.add(word);
      } else if (word.startsWith("--engine=")) {
        engine = Kind.valueOf(value(word).toUpperCase(Locale.ROOT));
      } else if (word.startsWith("--keep=")) {
        images = new KeptImages.Kept(Path.of(value(word)));
      } else if (word.startsWith("--compare=")) {
        images = new KeptImages.Compared(Path.of(value(word)));
      } else {
        throw new IllegalArgumentException("no such option: " + word);
      }
    }
    if (places.isEmpty() || places.size() > 2) {
      throw new IllegalArgumentException("not a directory and perhaps a file of it: " + places);
    }
    Optional<String> file = places.stream().skip(1).findFirst();
    return new RunnerOptions(Path.of(places.get(0)), file, engine, images);
  }

  private static String value(String word) {
    return word.substring(word.indexOf('=') + 1);
  }

  BehaviourVectors behaviours() {
    return new BehaviourVectors(engine, images);
  }
}
