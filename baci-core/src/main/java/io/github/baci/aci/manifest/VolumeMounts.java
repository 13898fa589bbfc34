package io.github.baci.aci.manifest;

import io.github.baci.aci.types.AcName;
import io.github.baci.aci.types.MountPoint;
import io.github.baci.api.BaciException;
import io.github.baci.layer.LayerPath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Docker's volumes as mount points of an app. */
final class VolumeMounts {
  private VolumeMounts() {}

  /**
   * Makes the mount points of an app, sorted by name.
   *
   * @param volumes paths
   * @param names names by path; the others are called {@code volume-PATH}, with {@code -1} and so
   *     on where two paths give one name
   * @throws BaciException if a chosen name serves twice or is for a path that is no volume
   */
  static List<MountPoint> toMountPoints(Collection<String> volumes, Map<String, String> names) {
    Map<String, AcName> chosen = new HashMap<>();
    Set<AcName> taken = new HashSet<>();
    names.forEach(
        (path, name) -> {
          AcName acName = new AcName(name);
          if (chosen.put(absolute(path), acName) == null && !taken.add(acName)) {
            throw new BaciException("two volumes are called '%s'".formatted(name));
          }
        });
    List<MountPoint> mountPoints = new ArrayList<>();
    for (String path : volumes.stream().map(VolumeMounts::absolute).distinct().sorted().toList()) {
      AcName name = chosen.remove(path);
      mountPoints.add(new MountPoint(name == null ? free(path, taken) : name, path, false));
    }
    if (!chosen.isEmpty()) {
      throw new BaciException(
          "the mount point name '%s' is for '%s', which is no volume of the image; volumes are %s"
              .formatted(
                  chosen.values().iterator().next(), chosen.keySet().iterator().next(), volumes));
    }
    mountPoints.sort(Comparator.comparing(MountPoint::name));
    return mountPoints;
  }

  /** Returns the mount point that a volume is if nobody chooses a name. */
  static MountPoint named(String volume) {
    return toMountPoints(List.of(volume), Map.of()).get(0);
  }

  private static AcName free(String path, Set<AcName> taken) {
    AcName plain = AcName.sanitised("volume-" + path).orElseThrow();
    AcName name = plain;
    for (int i = 1; !taken.add(name); i++) {
      name = new AcName(plain + "-" + i);
    }
    return name;
  }

  private static String absolute(String path) {
    return "/" + LayerPath.clean(path);
  }
}
