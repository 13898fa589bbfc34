package io.github.baci;

import io.github.baci.aci.archive.WrittenAci;
import io.github.baci.aci.manifest.ConfiguredIsolators;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.BuilderRequest;
import io.github.baci.api.BuilderResult;
import io.github.baci.api.CachePruneReport;
import io.github.baci.api.CachePruneRequest;
import io.github.baci.api.CheckRequest;
import io.github.baci.api.ConvertRequest;
import io.github.baci.api.ConvertResult;
import io.github.baci.api.InspectRequest;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneRequest;
import io.github.baci.api.PushRequest;
import io.github.baci.api.PushResult;
import io.github.baci.api.RunRequest;
import io.github.baci.api.RunningApp;
import io.github.baci.build.DockerfileCheck;
import io.github.baci.build.ImageBuild;
import io.github.baci.build.shared.CachePrune;
import io.github.baci.convert.ImageConverter;
import io.github.baci.engine.BuilderImage;
import io.github.baci.engine.StorePrune;
import io.github.baci.inspect.ImageInspector;
import io.github.baci.inspect.ImageReport;
import io.github.baci.plan.check.CheckResult;
import io.github.baci.push.ImagePush;
import io.github.baci.run.AciRunner;
import java.time.Clock;

/**
 * The one door: builds images from Dockerfiles, and runs, inspects, converts and pushes them. Each
 * method takes a request and gives a result, of which the package {@link io.github.baci.api} has
 * most; reports are in {@link io.github.baci.plan.check} and {@link io.github.baci.inspect}.
 *
 * <pre>{@code
 * BuildRequest request =
 *     BuildRequest.builder(Path.of("."), Path.of("out.aci"), AciOptions.named("example.com/app:1"))
 *         .build();
 * BuildResult result = new Baci().build(request, BuildListener.SILENT);
 * }</pre>
 *
 * <p>Safe for several threads and several processes on one store.
 */
public final class Baci {

  /**
   * Builds an image and writes it as an ACI. When this thread is interrupted, everything that was
   * begun ends and is cleaned up. The file that was at the place of the output stays until the new
   * one is whole.
   *
   * @param listener hears what happens meanwhile
   * @throws BaciException if the build fails for a reason that the user can mend
   */
  public BuildResult build(BuildRequest request, BuildListener listener)
      throws InterruptedException {
    ConfiguredIsolators.read(request.aci().isolators()); // what is wrong is told before the work
    return new ImageBuild(request, listener).result();
  }

  /**
   * Makes the build checks on a Dockerfile without building; reads nothing but the Dockerfile and
   * the ignore file. What is wrong with the Dockerfile is part of the result.
   *
   * @throws BaciException if there is no Dockerfile, or a file cannot be read
   */
  public CheckResult check(CheckRequest request) throws InterruptedException {
    return new DockerfileCheck(request).run();
  }

  /**
   * Pushes the image in an OCI archive to registries. Blobs that are there are not sent again, and
   * the manifest is sent byte for byte, so that the image's digest is the same there as here.
   *
   * @param listener hears of progress
   * @throws BaciException if the file is no OCI archive, or a registry does not take the image
   */
  public PushResult push(PushRequest request, BuildListener listener) throws InterruptedException {
    return new ImagePush(request, listener).run();
  }

  /**
   * Starts the application of an App Container Image in a container, as its manifest says. What the
   * application changes in its files is gone when it ends, but for its volumes.
   *
   * @param listener hears of warnings
   * @return the application, which runs until it ends or is closed
   * @throws BaciException if the image is damaged or no image, asks for what is not there, or this
   *     machine cannot run containers
   */
  public RunningApp run(RunRequest request, BuildListener listener) throws InterruptedException {
    return new AciRunner().start(request, listener);
  }

  /**
   * Looks into an image of any form, or compares two.
   *
   * @param listener hears of progress and warnings
   * @throws BaciException if there is no such image, it is damaged, or it has no such path
   */
  public ImageReport inspect(InspectRequest request, BuildListener listener)
      throws InterruptedException {
    return new ImageInspector().inspect(request, listener);
  }

  /**
   * Writes an image of any form as one of another. The file that was at the place of the new image
   * stays until that is whole. The same image gives the same bytes.
   *
   * @param listener hears of progress and warnings
   * @throws BaciException if there is no such image, it is damaged or depends on others that are
   *     not found, or the new one cannot be written
   */
  public ConvertResult convert(ConvertRequest request, BuildListener listener)
      throws InterruptedException {
    return new ImageConverter().convert(request, listener);
  }

  /**
   * Writes the image that holds the builder, which the engine rkt runs, to a file: to look at it,
   * or to put it on a machine beforehand.
   *
   * @param listener hears of progress
   * @throws BaciException if the JDK links no runtime, or a program or library is missing here
   */
  public BuilderResult builder(BuilderRequest request, BuildListener listener)
      throws InterruptedException {
    WrittenAci aci =
        BuilderImage.write(request.storeDirectory(), request.jdkHome(), request.file(), listener);
    return new BuilderResult(aci.file(), aci.size(), aci.imageId());
  }

  /**
   * Deletes what is in a store and not used by any build, as the rules of the request say.
   *
   * @param listener hears of warnings
   * @throws BaciException if the directory holds something else than a store, or cannot be written
   */
  public PruneReport prune(PruneRequest request, BuildListener listener)
      throws InterruptedException {
    return new StorePrune(request, listener).run();
  }

  /**
   * Deletes old results of steps, and old images, from the repository of a registry in which builds
   * share them. The registry's own collection of garbage frees the room.
   *
   * @param listener hears of warnings
   * @throws BaciException if the repository cannot be read, or its registry deletes nothing
   */
  public CachePruneReport pruneCache(CachePruneRequest request, BuildListener listener)
      throws InterruptedException {
    return new CachePrune(request, listener, Clock.systemUTC()).run();
  }
}
