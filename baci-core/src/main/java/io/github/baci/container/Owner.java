package io.github.baci.container;

import io.github.baci.container.ContainerSpec.Identity;

/** An owner and a group. */
record Owner(int uid, int gid) {
  static final Owner ROOT = new Owner(0, 0);

  static Owner of(Identity identity) {
    return new Owner(identity.uid(), identity.gid());
  }
}
