package io.github.baci.container.builder;

import io.github.baci.api.BaciException;
import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.syscall.MountCalls;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.Mtime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A root file system that is an overlay of unpacked layers. */
final class OverlayRoot implements RootFileSystem {
  private static final int MOST_LAYERS = 498; // the kernel's 500, less stubs and the empty one

  private final RunDirectory run;
  private final List<UnpackedLayers.Unpacked> layers;
  private final OverlayFlavour flavour;
  private final TreeBelow below;
  private final long flags;
  private final Set<String> stubs = new HashSet<>();

  /**
   * Takes the layers.
   *
   * @param layers the lowest first
   * @param below the same layers, as the tree that they make
   * @param flags flags of the mount
   */
  OverlayRoot(
      RunDirectory run,
      List<UnpackedLayers.Unpacked> layers,
      OverlayFlavour flavour,
      TreeBelow below,
      long flags) {
    if (layers.size() > MOST_LAYERS) {
      throw new BaciException(
          "the image has %d layers, and Linux mounts no more than %d; join some of its steps"
              .formatted(layers.size(), MOST_LAYERS));
    }
    this.run = run;
    this.layers = layers;
    this.flavour = flavour;
    this.below = below;
    this.flags = flags;
  }

  @Override
  public Path mount(List<RequiredPlace> mountPoints) throws IOException {
    prepareUpper();
    OverlayMount overlay =
        new OverlayMount(run.path(), layers, run.space().mountPoints(), flavour, flags);
    overlay.mountWritable("");
    int root = FileCalls.openDirectory(FileCalls.CWD, run.root().toString());
    try {
      MissingMountPointLayer missing = new MissingMountPointLayer(root, run.root(), run.stubs());
      new MissingMountPoints(root).forEach(mountPoints, missing::add);
      missing.finish();
      stubs.addAll(missing.made());
    } finally {
      FileCalls.close(root);
    }
    if (!stubs.isEmpty()) {
      // Not unmounted: a command that another run just starts may have inherited a descriptor.
      MountCalls.detach(run.root().toString());
      run.newUpper();
      prepareUpper();
      overlay.mountWritable("stubs");
    }
    return run.root();
  }

  /** The root directory of an overlay is that of its upper directory. */
  private void prepareUpper() throws IOException {
    for (int i = layers.size() - 1; i >= 0; i--) {
      UnpackedLayers.Unpacked layer = layers.get(i);
      if (layer.setsRoot()) {
        copyAttributes(layer.directory().toString(), run.upper().toString());
        return;
      }
    }
    FileCalls.utimes(FileCalls.CWD, run.upper().toString(), 0, 0);
  }

  private static void copyAttributes(String from, String to) throws IOException {
    FileStatus status = FileCalls.stat(FileCalls.CWD, from);
    FileCalls.chown(FileCalls.CWD, to, status.uid(), status.gid());
    FileCalls.chmod(FileCalls.CWD, to, status.permissions());
    for (Map.Entry<String, byte[]> xattr : ExtendedAttributes.all(from).entrySet()) {
      if (!OverlayFlavour.isOwn(xattr.getKey())) {
        ExtendedAttributes.set(to, xattr.getKey(), xattr.getValue());
      }
    }
    FileCalls.utimes(FileCalls.CWD, to, status.seconds(), status.nanos());
  }

  @Override
  public Snapshot snapshot(Optional<Mtime> latest) throws IOException {
    return new UpperWalk(run.upper(), stubs, flavour, latest, below).walk(rootBefore());
  }

  private Attributes rootBefore() throws IOException {
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (layers.get(i).setsRoot()) {
        String root = layers.get(i).directory().toString();
        FileStatus status = FileCalls.stat(FileCalls.CWD, root);
        return Snapshot.attributes(status, ExtendedAttributes.all(root), Mtime.EPOCH);
      }
    }
    return Attributes.of(0755, 0, 0, Mtime.EPOCH);
  }
}
