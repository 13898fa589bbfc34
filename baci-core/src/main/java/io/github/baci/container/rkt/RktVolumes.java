package io.github.baci.container.rkt;

/** The volumes of the builder ACI; each is mounted at the directory of its name. */
public final class RktVolumes {
  /** The build context, read-only. */
  public static final String SOURCE = "source";

  /** The directory of the sockets. */
  public static final String DATA = "data";

  /** The store. */
  public static final String STORE = "store";

  /** The begin of the names of everything else that commands may have mounted. */
  public static final String SHARED = "shared-";

  private RktVolumes() {}
}
