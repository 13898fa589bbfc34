package io.github.baci.container.builder;

/**
 * How overlays are mounted on this machine, if at all.
 *
 * <p>Where an overlay shares, what a command only gives another owner, mode or name keeps its bytes
 * in the layers below: the upper directory has files without content, which the kernel marks, and
 * directories that lead to those below them. Such a directory is nothing without its layers.
 *
 * @param works whether overlays of directories of the store can be mounted
 * @param options what the mount takes beside the directories, each with a comma before it
 * @param opaqueAttribute the extended attribute of directories that hide what is below them
 * @param shares whether changed files and renamed directories share what is in the layers below
 */
record OverlayFlavour(boolean works, String options, String opaqueAttribute, boolean shares) {
  /** The begin of the names of the attributes that the overlay itself uses, in both flavours. */
  static final String USER_PREFIX = "user.overlay.";

  static final String TRUSTED_PREFIX = "trusted.overlay.";

  /** Marks a file that has no content of its own. */
  static final String CONTENT_BELOW = TRUSTED_PREFIX + "metacopy";

  /** Tells where the lower part of a file or directory is: by an absolute path, or by its name. */
  static final String LOWER_PLACE = TRUSTED_PREFIX + "redirect";

  /** No overlay: root file systems are copied. */
  static final OverlayFlavour NONE = new OverlayFlavour(false, "", "", false);

  static OverlayFlavour user(String options) {
    return new OverlayFlavour(true, options + ",userxattr", USER_PREFIX + "opaque", false);
  }

  static OverlayFlavour trusted(String options) {
    return new OverlayFlavour(true, options, TRUSTED_PREFIX + "opaque", false);
  }

  static OverlayFlavour sharing() {
    return new OverlayFlavour(
        true, ",index=off,metacopy=on,redirect_dir=on,volatile", TRUSTED_PREFIX + "opaque", true);
  }

  /** Returns whether an attribute is one that overlays keep for themselves. */
  static boolean isOwn(String attribute) {
    return attribute.startsWith(USER_PREFIX) || attribute.startsWith(TRUSTED_PREFIX);
  }

  /** Returns a short name for the form that whiteouts and opaque directories have on disk. */
  String diskForm() {
    if (!works) {
      return "c";
    }
    if (shares) {
      return "s";
    }
    return opaqueAttribute.startsWith(USER_PREFIX) ? "u" : "t";
  }
}
