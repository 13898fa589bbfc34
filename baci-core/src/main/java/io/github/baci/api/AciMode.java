package io.github.baci.api;

/** How much of an image its ACI holds. */
public enum AciMode {
  /** All files. */
  FLAT,
  /** What the build added or changed; the rest is in ACIs that this one depends on. */
  DIFF
}
