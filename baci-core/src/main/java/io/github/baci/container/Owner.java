package io.github.baci.container;

import io.github.baci.container.ContainerSpec.Identity;

/** An owner and a group. */
public record Owner(long uid, long gid) {
  public static final Owner ROOT = new Owner(0, 0);

  public static Owner of(Identity identity) {
    return new Owner(identity.uid(), identity.gid());
  }
}
