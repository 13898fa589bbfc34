package io.github.baci.container;

/** An owner and a group. */
public record Owner(long uid, long gid) {
  public static final Owner ROOT = new Owner(0, 0);
}
