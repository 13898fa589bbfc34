package io.github.baci;

import io.github.baci.aci.archive.WrittenAci;
import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.CheckRequest;
import io.github.baci.api.PruneReport;
import io.github.baci.api.PruneRequest;
import io.github.baci.api.PushRequest;
import io.github.baci.api.PushResult;
import io.github.baci.build.DockerfileCheck;
import io.github.baci.build.ImageBuild;
import io.github.baci.engine.BuilderImage;
import io.github.baci.engine.StorePrune;
import io.github.baci.plan.check.CheckResult;
import io.github.baci.push.ImagePush;
import java.nio.file.Path;

/**
 * Builds App Container Images from Dockerfiles.
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
    return new ImageBuild(request, listener).run();
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
   * Writes the image that holds the builder, which the engine rkt runs, to a file: to look at it,
   * or to put it on a machine beforehand.
   *
   * @param storeDirectory the store, which keeps the image too
   * @param jdkHome the JDK that the image has its Java runtime from
   * @param file where the ACI is written; what was there stays until the new one is whole
   * @return the ACI
   * @throws BaciException if the JDK links no runtime, or a program or library is missing here
   */
  public WrittenAci writeBuilder(
      Path storeDirectory, Path jdkHome, Path file, BuildListener listener)
      throws InterruptedException {
    return BuilderImage.write(storeDirectory, jdkHome, file, listener);
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
}
