package io.github.baci.build.copy;

import io.github.baci.api.Suggestion;
import io.github.baci.context.BuildContext;
import io.github.baci.context.ContextEntry;
import io.github.baci.context.FileKind;
import io.github.baci.layer.LayerPath;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what may be meant by a path that is not in a build context: one whose names are nearly the
 * same, in other case, or the same but for a version, as in {@code app-1.0.jar} for {@code
 * app.jar}.
 */
final class SimilarPath {
  private static final int SHORTEST_NAME = 2;
  private static final int LONGEST_NAME = 255;
  private static final Pattern NAME =
      Pattern.compile(
          "(?<stem>.+?)(?<version>[-_]v?[0-9].*?)?(?<extension>\\.[A-Za-z]\\w*)?", Pattern.DOTALL);

  private final BuildContext context;

  SimilarPath(BuildContext context) {
    this.context = context;
  }

  /**
   * Finds a path.
   *
   * @param path a clean path that is not in the context
   * @return a path that is there, and if an ignore file leaves it out, what does
   */
  Optional<String> of(String path) {
    String found = "";
    for (String name : path.split("/")) {
      Optional<String> next = next(found, name);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      found = LayerPath.child(found, next.get());
    }
    String similar = found;
    return similar.equals(path)
        ? Optional.empty()
        : Optional.of(
            context.resolve(similar).isPresent()
                ? similar
                : context
                    .rules()
                    .reason(similar)
                    .map(reason -> similar + ", which is " + reason)
                    .orElse(similar));
  }

  private Optional<String> next(String directory, String name) {
    List<String> inContext =
        context
            .resolve(directory)
            .filter(entry -> entry.kind() == FileKind.DIRECTORY)
            .map(ContextEntry::children)
            .orElse(List.of())
            .stream()
            .map(ContextEntry::name)
            .toList();
    List<String> onDisk = onDisk(directory);
    return inContext.contains(name) || onDisk.contains(name)
        ? Optional.of(name)
        : nearest(name, inContext).or(() -> nearest(name, onDisk));
  }

  /** Returns the names in a directory, whatever is ignored; links are not followed. */
  private List<String> onDisk(String directory) {
    Path place = context.directory();
    for (Path name : Path.of(directory)) {
      place = place.resolve(name);
      if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
        return List.of();
      }
    }
    String[] names = new File(place.toString()).list();
    if (names == null) {
      return List.of();
    }
    Arrays.sort(names);
    return List.of(names);
  }

  private static Optional<String> nearest(String name, Collection<String> names) {
    return names.stream()
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .or(() -> name.length() < SHORTEST_NAME ? Optional.empty() : Suggestion.of(name, names))
        .or(() -> ofOtherVersion(name, names));
  }

  private static Optional<String> ofOtherVersion(String name, Collection<String> names) {
    if (name.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    Matcher wanted = parts(name);
    String stem = wanted.group("stem");
    if (wanted.group("extension") == null || stem.length() < SHORTEST_NAME) {
      return Optional.empty();
    }
    List<Matcher> others =
        names.stream()
            .map(SimilarPath::parts)
            .filter(other -> wanted.group("extension").equalsIgnoreCase(other.group("extension")))
            .sorted(Comparator.comparingInt(other -> other.group().length()))
            .toList();
    List<String> stems = others.stream().map(other -> other.group("stem")).toList();
    return (stems.contains(stem) ? Optional.of(stem) : Suggestion.of(stem, stems))
        .map(found -> others.get(stems.indexOf(found)).group());
  }

  private static Matcher parts(String name) {
    Matcher parts = NAME.matcher(name);
    if (!parts.matches()) {
      throw new IllegalArgumentException("an empty name");
    }
    return parts;
  }
}
