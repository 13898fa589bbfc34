package io.github.baci.build.copy;

import io.github.baci.api.BaciException;
import io.github.baci.context.FileKind;
import io.github.baci.context.Glob;
import io.github.baci.context.GlobSyntaxException;
import io.github.baci.layer.LayerPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds what the sources of COPY and ADD name: paths and wildcards, links followed. */
final class SourceFinder {
  private static final String PIVOT = "/./";

  private final SourceRoot root;

  SourceFinder(SourceRoot root) {
    this.root = root;
  }

  /**
   * Finds a source.
   *
   * @param source a path or wildcard, as written
   * @param parents whether its directories are kept
   * @return nothing if a wildcard matches nothing
   * @throws BaciException if a path is not there, or the wildcard is malformed
   */
  List<SourceMatch> find(String source, boolean parents) {
    return parents ? findWithParents(source) : findPlain(source);
  }

  /**
   * Returns whether there is anything to look for a source in, that is, before its pivot. Where a
   * wildcard there matches nothing, not even the destination is made.
   */
  boolean hasBase(String source) {
    int pivot = source.indexOf(PIVOT);
    String base = pivot < 0 ? "" : LayerPath.clean(source.substring(0, pivot));
    return !Glob.hasWildcards(base) || !expanded(base, source).isEmpty();
  }

  /** Returns the path that a source names, or the directory in which its wildcard looks. */
  static String place(String source) {
    String path = LayerPath.clean(source);
    return Glob.hasWildcards(path) ? directoryBeforeWildcard(path) : path;
  }

  private List<SourceMatch> findPlain(String source) {
    String path = LayerPath.clean(source);
    if (!Glob.hasWildcards(path)) {
      return List.of(literal(path, source));
    }
    List<SourceMatch> matches = new ArrayList<>();
    for (String matched : expanded(path, source)) {
      SourceNode node = root.resolve(matched).orElseThrow(() -> root.notFound(matched));
      matches.add(new SourceMatch(node, LayerPath.name(matched), List.of()));
    }
    return matches;
  }

  /** Returns the paths that a wildcard matches. */
  private List<String> expanded(String path, String source) {
    String directory = directoryBeforeWildcard(path);
    Optional<SourceNode> start = root.resolve(directory);
    if (start.isEmpty()) {
      return List.of();
    }
    String rest = directory.isEmpty() ? path : path.substring(directory.length() + 1);
    return new Walk(glob(rest, false, source))
        .from(start.get()).stream().map(match -> LayerPath.child(directory, match)).toList();
  }

  private SourceMatch literal(String path, String source) {
    SourceNode node =
        root.resolve(path)
            .or(() -> path.indexOf('\\') < 0 ? Optional.empty() : root.resolve(unescaped(path)))
            .orElseThrow(() -> root.notFound(source));
    return new SourceMatch(node, LayerPath.name(path), List.of());
  }

  private static String unescaped(String path) {
    return path.replaceAll("\\\\(.)", "$1");
  }

  private List<SourceMatch> findWithParents(String source) {
    int pivot = source.indexOf(PIVOT);
    String base = pivot < 0 ? "" : LayerPath.clean(source.substring(0, pivot));
    String path = LayerPath.clean(pivot < 0 ? source : source.substring(pivot + PIVOT.length()));
    if (Glob.hasWildcards(base)) {
      List<SourceMatch> matches = new ArrayList<>();
      for (String each : expanded(base, source)) {
        matches.addAll(findBelow(each, path, source, true));
      }
      return matches;
    }
    return findBelow(base, path, source, false);
  }

  /**
   * Finds what stands after the pivot.
   *
   * @param mayLack whether the base is one of several, of which not every one must have the path
   */
  private List<SourceMatch> findBelow(String base, String path, String source, boolean mayLack) {
    SourceNode start = root.resolve(base).orElseThrow(() -> root.notFound(base));
    if (mayLack && start.kind() != FileKind.DIRECTORY) {
      return List.of();
    }
    if (!Glob.hasWildcards(path)) {
      return mayLack && root.resolve(LayerPath.child(base, path)).isEmpty()
          ? List.of()
          : List.of(kept(base, path, start, source));
    }
    List<SourceMatch> matches = new ArrayList<>();
    for (String match : new Walk(glob(path, true, source)).from(start)) {
      matches.add(kept(base, match, start, source));
    }
    return matches;
  }

  /** Collects the directories on the way; links on the way are followed, one at the end is kept. */
  private SourceMatch kept(String base, String path, SourceNode start, String source) {
    if (path.isEmpty()) {
      return new SourceMatch(start, "", List.of());
    }
    List<SourceNode> parents = new ArrayList<>();
    String parent = base;
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      parent = LayerPath.child(base, path.substring(0, slash));
      parents.add(
          new NamedNode(
              root.resolve(parent).orElseThrow(() -> root.notFound(source)),
              LayerPath.name(parent)));
    }
    String name = LayerPath.name(path);
    SourceNode directory = parents.isEmpty() ? start : parents.get(parents.size() - 1);
    SourceNode node =
        directory.children().stream()
            .filter(child -> child.name().equals(name))
            .findFirst()
            .orElseThrow(() -> root.notFound(source));
    return new SourceMatch(node, name, parents);
  }

  private static String directoryBeforeWildcard(String path) {
    String directory = "";
    for (int slash = path.indexOf('/');
        slash >= 0 && !Glob.hasWildcards(path.substring(0, slash));
        slash = path.indexOf('/', slash + 1)) {
      directory = path.substring(0, slash);
    }
    return directory;
  }

  private static Glob glob(String pattern, boolean spanning, String source) {
    try {
      return spanning ? Glob.spanningDirectories(pattern) : Glob.of(pattern);
    } catch (GlobSyntaxException e) {
      throw new BaciException("the source '%s': %s".formatted(source, e.getMessage()), e);
    }
  }

  /** Walks a directory in order; what matches is not looked into. */
  private record Walk(Glob glob) {
    List<String> from(SourceNode directory) {
      List<String> matches = new ArrayList<>();
      walk("", directory, matches);
      return matches;
    }

    private void walk(String path, SourceNode directory, List<String> matches) {
      for (SourceNode child : directory.children()) {
        String childPath = LayerPath.child(path, child.name());
        if (glob.matches(childPath)) {
          matches.add(childPath);
        } else if (glob.mayMatchBelow(childPath) && child.kind() == FileKind.DIRECTORY) {
          walk(childPath, child, matches);
        }
      }
    }
  }
}
