package io.github.baci.aci.archive;

import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.aci.types.AciName;
import io.github.baci.aci.types.Dependency;
import io.github.baci.api.BaciException;
import io.github.baci.api.ImageId;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the files of an image together with those of its dependencies (App Container Specification,
 * "Image Manifest" and "Dependency Matching"): dependencies in the order of the manifest, each
 * rendered by itself first, later ones over earlier ones; the image's own files over all of them;
 * then its path whitelist takes away what it does not list.
 *
 * <p>Where a path whitelist removes something, a layer of whiteouts says so. A dependency that lies
 * over another one cannot be written that way, because what hides a file within it would hide files
 * of the other, too: what remains of it is copied into a layer of its own.
 */
public final class AciRenderer {
  private final RenderedLayers rendered;
  private final DependencyResolver resolver;

  /**
   * Makes a renderer.
   *
   * @param layers where the layers go that it makes
   */
  public AciRenderer(LayerStore layers, DependencyResolver resolver) {
    this(new RenderedLayers(layers, Optional.empty()), resolver);
  }

  /**
   * Makes a renderer that copies what has to be copied once, and remembers it in the store.
   *
   * @param layers where the layers go that it makes
   */
  public AciRenderer(LayerStore layers, Store store, DependencyResolver resolver) {
    this(new RenderedLayers(layers, Optional.of(store)), resolver);
  }

  private AciRenderer(RenderedLayers rendered, DependencyResolver resolver) {
    this.rendered = rendered;
    this.resolver = resolver;
  }

  /**
   * Renders an image.
   *
   * @return the layers of the whole image, the lowest first, no layer twice
   * @throws BaciException if a dependency cannot be found, has another image ID, name, label or
   *     size than asked for, or depends on itself
   */
  public List<Layer> render(UnrenderedAci image) throws IOException, InterruptedException {
    return new Rendering().render(image).layers();
  }

  /**
   * The layers of a rendered image.
   *
   * @param whiteouts whether there are whiteouts among them
   */
  private record Rendered(List<Layer> layers, boolean whiteouts) {}

  private final class Rendering {
    /** What was rendered already: images may share dependencies. */
    private final Map<ImageId, Rendered> done = new HashMap<>();

    /** The images that are being rendered, each a dependency of the one before. */
    private final Map<ImageId, String> path = new LinkedHashMap<>();

    Rendered render(UnrenderedAci image) throws IOException, InterruptedException {
      Rendered known = done.get(image.imageId());
      if (known != null) {
        return known;
      }
      ImageManifest manifest = image.manifest();
      String name = new AciName(manifest.name(), manifest.labels()).toString();
      if (path.putIfAbsent(image.imageId(), name) != null) {
        throw new BaciException(
            "the dependencies of %s go round in a circle: %s"
                .formatted(path.values().iterator().next(), circle(image.imageId(), name)));
      }
      List<Layer> stack = new ArrayList<>();
      boolean whiteouts = false;
      for (Dependency dependency : manifest.dependencies()) {
        Rendered below = render(resolve(dependency, name));
        if (stack.isEmpty()) {
          stack.addAll(below.layers());
          whiteouts = below.whiteouts();
        } else {
          stack.addAll(liesOverOthers(below));
        }
      }
      stack.add(image.files());
      stack = withoutRepeated(stack);
      if (!manifest.pathWhitelist().isEmpty()) {
        FileTree tree = FileTree.of(stack);
        List<String> hidden = new PathWhitelist(manifest.pathWhitelist()).hidden(tree);
        if (!hidden.isEmpty()) {
          stack.add(rendered.whiteouts(hidden));
          whiteouts = true;
        }
      }
      path.remove(image.imageId());
      Rendered whole = new Rendered(List.copyOf(stack), whiteouts);
      done.put(image.imageId(), whole);
      return whole;
    }

    private UnrenderedAci resolve(Dependency dependency, String dependent)
        throws IOException, InterruptedException {
      UnrenderedAci found;
      try {
        found = resolver.resolve(dependency);
      } catch (BaciException e) {
        throw new BaciException(
            "%s, which %s depends on: %s".formatted(dependency, dependent, e.getMessage()), e);
      }
      DependencyMatch.check(dependency, found, dependent);
      return found;
    }

    private String circle(ImageId again, String name) {
      List<String> round = new ArrayList<>();
      path.forEach(
          (id, each) -> {
            if (!round.isEmpty() || id.equals(again)) {
              round.add(each);
            }
          });
      round.add(name);
      return String.join(" → ", round);
    }

    private List<Layer> liesOverOthers(Rendered image) throws IOException {
      return image.whiteouts() || RenderedLayers.replaceDirectories(image.layers())
          ? List.of(rendered.flat(image.layers()))
          : image.layers();
    }
  }

  /** Keeps of a layer that is there several times the uppermost, which overrides the others. */
  private static List<Layer> withoutRepeated(List<Layer> stack) {
    LinkedHashSet<Layer> kept = new LinkedHashSet<>();
    for (Layer layer : stack) {
      kept.remove(layer);
      kept.add(layer);
    }
    return new ArrayList<>(kept);
  }
}
