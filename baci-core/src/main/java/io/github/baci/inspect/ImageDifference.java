package io.github.baci.inspect;

import java.util.List;

/**
 * How an image differs from another one.
 *
 * @param against what the other one is called; it is the state before
 * @param fields what differs in the documents: the manifests, if both images are App Container
 *     Images, else the configs
 * @param files what differs in the files
 */
public record ImageDifference(String against, List<FieldChange> fields, TreeDifference files) {
  /** Copies the list. */
  public ImageDifference {
    fields = List.copyOf(fields);
  }

  /** Returns whether the images say and hold the same. */
  public boolean isEmpty() {
    return fields.isEmpty() && files.changes().isEmpty();
  }
}
