package io.github.baci.container.builder;

/**
 * How overlays are mounted on this machine, if at all.
 *
 * @param works whether overlays of directories of the store can be mounted
 * @param options what the mount takes beside the directories, each with a comma before it
 * @param opaqueAttribute the extended attribute of directories that hide what is below them
 */
record OverlayFlavour(boolean works, String options, String opaqueAttribute) {
  /** The begin of the names of the attributes that the overlay itself uses, in both flavours. */
  static final String USER_PREFIX = "user.overlay.";

  static final String TRUSTED_PREFIX = "trusted.overlay.";

  /** No overlay: root file systems are copied. */
  static final OverlayFlavour NONE = new OverlayFlavour(false, "", "");

  static OverlayFlavour user(String options) {
    return new OverlayFlavour(true, options + ",userxattr", USER_PREFIX + "opaque");
  }

  static OverlayFlavour trusted(String options) {
    return new OverlayFlavour(true, options, TRUSTED_PREFIX + "opaque");
  }

  /** Returns a short name for the form that whiteouts and opaque directories have on disk. */
  String diskForm() {
    if (!works) {
      return "c";
    }
    return opaqueAttribute.startsWith(USER_PREFIX) ? "u" : "t";
  }
}
