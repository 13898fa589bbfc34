package io.github.baci.container.rkt;

import io.github.baci.api.BaciException;
import io.github.baci.container.ContainerMount;
import io.github.baci.container.ContainerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of the machine a pod sees, and where. */
final class PodPaths {
  private final Map<Path, String> targets = new LinkedHashMap<>();
  private final List<String> options = new ArrayList<>();

  /**
   * Takes what shall be seen.
   *
   * @param source the build context
   * @param others other files and directories, as the sockets of agents
   */
  PodPaths(Path source, Path data, Path store, List<Path> others) {
    targets.put(source.toAbsolutePath().normalize(), "/" + RktVolumes.SOURCE);
    options.add(RktProgram.volume(RktVolumes.SOURCE, source.toAbsolutePath(), true));
    options.add(RktProgram.volume(RktVolumes.DATA, data, false));
    options.add(RktProgram.volume(RktVolumes.STORE, store, false));
    for (Path other : others) {
      String name = RktVolumes.SHARED + targets.size();
      targets.put(other.toAbsolutePath().normalize(), "/" + name);
      options.add(RktProgram.volume(name, other.toAbsolutePath(), false));
      options.add("--mount=volume=%s,target=/%s".formatted(name, name));
    }
  }

  /** Returns the options for {@code rkt run}. */
  List<String> options() {
    return List.copyOf(options);
  }

  /** Returns the spec with its paths as the builder sees them. */
  ContainerSpec inside(ContainerSpec spec) {
    List<ContainerMount> mounts =
        spec.mounts().stream()
            .map(mount -> mount instanceof ContainerMount.Bind bind ? inside(bind) : mount)
            .toList();
    return mounts.equals(spec.mounts())
        ? spec
        : new ContainerSpec(
            spec.layers(),
            new ContainerSpec.Invocation(
                spec.command(),
                spec.env(),
                spec.workingDirectory(),
                spec.user(),
                spec.privileged()),
            new ContainerSpec.Surroundings(spec.hostname(), spec.network()),
            mounts,
            new ContainerSpec.Result(spec.snapshot(), spec.latestMtime()));
  }

  private ContainerMount inside(ContainerMount.Bind bind) {
    Path source = bind.source().toAbsolutePath().normalize();
    if (!Files.exists(source)) {
      throw new BaciException(
          "'%s', which shall be mounted on '%s', does not exist".formatted(source, bind.target()));
    }
    Path best = null;
    for (Path shared : targets.keySet()) {
      if (source.startsWith(shared)
          && (best == null || shared.getNameCount() >= best.getNameCount())) {
        best = shared;
      }
    }
    if (best == null) {
      throw new IllegalStateException("'" + source + "' was not given to the pod");
    }
    Path inside = Path.of(targets.get(best)).resolve(best.relativize(source)).normalize();
    return new ContainerMount.Bind(inside, bind.target(), bind.readOnly());
  }
}
