package io.github.baci.aci.archive;

import io.github.baci.aci.types.Dependency;
import java.io.IOException;

/** Finds the images that dependencies name. */
@FunctionalInterface
public interface DependencyResolver {

  /**
   * Finds an image. Whether it is what the dependency asks for need not be checked: {@link
   * AciRenderer} does so.
   *
   * @throws io.github.baci.api.BaciException if there is no such image; says where it was looked
   *     for
   */
  UnrenderedAci resolve(Dependency dependency) throws IOException, InterruptedException;
}
