package io.github.baci.api;

/** The kinds of things that the store keeps. */
public enum StoredKind {
  /** Layers of base images and of steps, with their indexes. */
  LAYERS("layers"),
  /** Compressed layers: of base images as they were pulled, and those made for OCI archives. */
  BLOBS("compressed layers"),
  /** Compressed parts of ACIs. */
  CHUNKS("compressed chunks"),
  /** Layers unpacked for RUN. */
  UNPACKED("unpacked layers"),
  /** What {@code RUN --mount=type=cache} keeps. */
  CACHES("cache mounts"),
  /** What builders are started with: the builder's image, libraries, class archives. */
  BUILDERS("builder images"),
  /** Results of steps, what tags stand for, files by URL, and the like. */
  RECORDS("records");

  private final String title;

  StoredKind(String title) {
    this.title = title;
  }

  /** Returns what reports call it. */
  public String title() {
    return title;
  }
}
