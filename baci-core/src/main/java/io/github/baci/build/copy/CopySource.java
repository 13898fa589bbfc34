package io.github.baci.build.copy;

import java.util.List;

/**
 * One source of an instruction, found: everything that is to be known of it before it is copied.
 */
sealed interface CopySource {

  /**
   * Files of a context or a tree.
   *
   * @param place the path that was named, or in which a wildcard looked; empty for the root
   * @param extract whether files that are archives are extracted
   */
  record Files(SourceRoot root, String place, List<SourceMatch> matches, boolean extract)
      implements CopySource {
    public Files {
      matches = List.copyOf(matches);
    }
  }

  /** A file that was fetched. */
  record Fetched(UrlFile file, boolean extract) implements CopySource {}
}
