package io.github.baci.container.host;

import io.github.baci.container.builder.IdMapping;

/** Namespaces of a user who has no other ids: 0 is the user, and nobody else is there. */
final class NamespacesWithOneId extends OneIdRung {
  @Override
  public String description() {
    return "in namespaces of their own, with one id: all files belong to root, and chown to other"
        + " users, and USER, fail";
  }

  @Override
  public IdMapping mapping() {
    return IdMapping.SINGLE;
  }
}
