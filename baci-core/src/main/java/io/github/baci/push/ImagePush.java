package io.github.baci.push;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.ImageReference;
import io.github.baci.api.PushRequest;
import io.github.baci.api.PushResult;
import io.github.baci.http.HttpFailure;
import io.github.baci.registry.Registries;
import io.github.baci.registry.Repository;
import io.github.baci.source.pull.ImageArchive;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pushes one image to all its names. */
public final class ImagePush {
  private static final String BASE_NAME = "org.opencontainers.image.base.name";

  private final PushRequest request;
  private final BuildListener listener;

  /** Prepares a push. */
  public ImagePush(PushRequest request, BuildListener listener) {
    this.request = request;
    this.listener = listener;
  }

  /**
   * Pushes the image: to each repository the blobs that it lacks, and then the manifest for each
   * tag.
   *
   * @throws BaciException if the file is no OCI archive, a name is none, or a registry does not
   *     take the image; says what was tried
   */
  public PushResult run() throws InterruptedException {
    Map<String, List<ImageReference>> repositories = repositories();
    try {
      ImageArchive image = ImageArchive.open(request.archive(), request.platform());
      Registries registries = Registries.standard(request.sources(), listener);
      List<PushResult.Pushed> pushed = new ArrayList<>();
      List<ImageReference> sources = mountSources(image);
      for (List<ImageReference> names : repositories.values()) {
        pushed.addAll(push(image, registries, names, sources));
      }
      return new PushResult(image.digest(), pushed);
    } catch (IOException e) {
      throw new BaciException(
          "%s cannot be read: %s".formatted(request.archive(), e.getMessage()), e);
    }
  }

  /** Returns the names by the repository that they are in. */
  private Map<String, List<ImageReference>> repositories() {
    Map<String, List<ImageReference>> repositories = new LinkedHashMap<>();
    for (String text : request.to()) {
      ImageReference name = ImageReference.parse(text);
      if (name.digest().isPresent()) {
        throw new BaciException(
            "'%s' has a digest: an image is pushed to a tag, and gets the digest that it has"
                .formatted(text));
      }
      repositories
          .computeIfAbsent(name.registry() + "/" + name.repository(), key -> new ArrayList<>())
          .add(name);
    }
    return repositories;
  }

  /**
   * Returns the repositories that may have some of the blobs: that of the base image, and caches.
   */
  private List<ImageReference> mountSources(ImageArchive image) {
    List<ImageReference> sources = new ArrayList<>();
    String base = image.annotations().get(BASE_NAME);
    if (base != null) {
      try {
        sources.add(ImageReference.parse(base));
      } catch (BaciException e) {
        // Not written by baci, and no name: then nothing is mounted from there.
        listener.debug("the base image '%s' has no name".formatted(base));
      }
    }
    request.mountFrom().forEach(name -> sources.add(ImageReference.parse(name)));
    return sources;
  }

  /** Returns the sources that are other repositories of the registry of a name, each once. */
  private static List<ImageReference> others(List<ImageReference> sources, ImageReference name) {
    Map<String, ImageReference> others = new LinkedHashMap<>();
    for (ImageReference source : sources) {
      if (source.registry().equals(name.registry())
          && !source.repository().equals(name.repository())) {
        others.putIfAbsent(source.repository(), source);
      }
    }
    return List.copyOf(others.values());
  }

  private List<PushResult.Pushed> push(
      ImageArchive image,
      Registries registries,
      List<ImageReference> names,
      List<ImageReference> sources)
      throws InterruptedException {
    ImageReference first = names.get(0);
    try {
      Repository upload = registries.open(first);
      MountSources from = new MountSources(others(sources, first), registries);
      BlobUploads.Count count =
          new BlobUploads(image, upload, from, first.toString(), listener).run();
      List<PushResult.Pushed> pushed = new ArrayList<>();
      for (ImageReference name : names) {
        upload.manifest(image.manifest(), image.mediaType(), name.qualifier());
        pushed.add(
            pushed.isEmpty()
                ? new PushResult.Pushed(
                    name.toString(), count.sent(), count.mounted(), count.bytes())
                : new PushResult.Pushed(name.toString(), 0, 0, 0));
      }
      // The next repository of this registry can have everything from here.
      sources.removeIf(source -> source.registry().equals(first.registry()));
      sources.add(first);
      return pushed;
    } catch (HttpFailure e) {
      throw new BaciException(e.explain(first + " cannot be pushed") + hint(e), e);
    } catch (IOException e) {
      throw new BaciException("%s cannot be pushed: %s".formatted(first, e.getMessage()), e);
    }
  }

  private static String hint(HttpFailure failure) {
    return switch (failure.kind()) {
      case DENIED -> "; the registry needs a login that may write to this repository";
      case NOT_FOUND -> "; check the name: some registries want a repository made beforehand";
      case UNKNOWN_HOST, UNREACHABLE, PROXY ->
          "; check the registry's name, the network and the proxy settings";
      case CERTIFICATE -> "; add its issuer to the certificates that the JVM trusts";
      default -> "";
    };
  }
}
