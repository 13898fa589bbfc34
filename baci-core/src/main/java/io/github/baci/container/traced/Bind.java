package io.github.baci.container.traced;

/**
 * A file or directory of this machine in the place of one of the guest. The root is one too.
 *
 * @param guest where it is seen, as a path without links; empty for the root
 * @param host where it is, as an absolute path of this machine
 * @param readOnly whether it cannot be changed
 * @param follow whether the path on this machine is a link that stands for what it leads to
 */
public record Bind(String guest, String host, boolean readOnly, boolean follow) {
  /** A file or directory as it is. */
  public Bind(String guest, String host, boolean readOnly) {
    this(guest, host, readOnly, false);
  }
}
