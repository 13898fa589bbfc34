package io.github.baci.aci.manifest;

import java.util.List;

/**
 * User and group of an app.
 *
 * @param user a name or number
 * @param group a name or number
 */
record AppUser(String user, String group) {
  /**
   * Reads Docker's form: nothing stands for root; a user without a group has the group of the same
   * name or number, as docker2aci has it.
   */
  static AppUser of(String docker) {
    int colon = docker.indexOf(':');
    String user = colon < 0 ? docker : docker.substring(0, colon);
    String group = colon < 0 ? "" : docker.substring(colon + 1);
    String orRoot = user.isEmpty() ? "0" : user;
    return new AppUser(orRoot, group.isEmpty() ? orRoot : group);
  }

  /** As {@link #of(String)}, but with a group that the image has where there is one to be found. */
  static AppUser of(String docker, ImageGroups groups) {
    AppUser plain = of(docker);
    boolean named = !plain.user().matches("\\d+") && plain.group().equals(plain.user());
    return named && isAlone(docker)
        ? new AppUser(plain.user(), groups.primary(plain.user()))
        : plain;
  }

  /**
   * Returns the groups that the user of Docker's form is in beside its own, as the image has them.
   */
  List<Integer> others(String docker, ImageGroups groups) {
    return !docker.isEmpty() && isAlone(docker) ? groups.others(user, group) : List.of();
  }

  /** Returns whether this is what came of a USER, in an image that need not be known. */
  boolean isOf(String docker) {
    AppUser plain = of(docker);
    boolean looked = isAlone(docker) && user.equals(plain.user()) && group.matches("\\d+");
    return equals(plain) || looked;
  }

  /** Returns whether Docker's form has no group. */
  private static boolean isAlone(String docker) {
    int colon = docker.indexOf(':');
    return colon < 0 || colon == docker.length() - 1;
  }

  /** Returns Docker's form of this user; nothing for root. */
  String toDocker() {
    return equals(of("")) ? "" : user + ":" + group;
  }
}
