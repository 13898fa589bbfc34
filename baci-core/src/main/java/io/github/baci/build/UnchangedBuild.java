package io.github.baci.build;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.Outcome;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Digest;
import io.github.baci.api.WrittenImage;
import io.github.baci.build.BuildRecord.Output;
import io.github.baci.context.BuildContext;
import io.github.baci.context.ContextLooks;
import io.github.baci.context.ContextMemory;
import io.github.baci.context.FileMark;
import io.github.baci.context.IgnoreFile;
import io.github.baci.plan.AddSource;
import io.github.baci.plan.AddStep;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.StagePlan;
import io.github.baci.plan.Step;
import io.github.baci.source.Standing;
import io.github.baci.store.ClosedStore;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A build that would take in what the last one of the same request took in, and whose files are
 * there as that wrote them: found by a look at one record and at the files that it names. The store
 * is not opened, nothing is parsed, and nothing of the store is needed.
 *
 * <p>Nor is anything of it marked as used. So a record counts for an hour, and the build after that
 * goes the long way, which marks all that the image is made of, and writes the record anew; what is
 * pruned by its age is thus never what is built every day. Builds that warn of something are not
 * remembered, as they have to warn again.
 */
final class UnchangedBuild {
  /** How long a record counts. */
  static final Duration LIFE = Duration.ofHours(1);

  private UnchangedBuild() {}

  /**
   * What the last build tells of the one that begins.
   *
   * @param result what was written, if nothing has changed
   * @param memory what is known of the context, if something has
   */
  record Answer(Optional<BuildResult> result, ContextMemory memory) {
    private static Answer nothing() {
      return new Answer(Optional.empty(), ContextMemory.none());
    }
  }

  /**
   * Looks whether nothing has changed; tells the steps, as if their results had been found.
   *
   * @return what was written, or what is known all the same
   */
  static Answer find(BuildRequest request, BuildListener listener) {
    Optional<Digest> wanted = RequestFingerprint.of(request);
    Optional<ClosedStore> store =
        wanted.isPresent() ? ClosedStore.at(request.storeDirectory()) : Optional.empty();
    if (store.isEmpty()) {
      return Answer.nothing();
    }
    Optional<BuildRecord> record = record(store.get(), key(request));
    if (record.isEmpty() || !record.get().request().equals(wanted.get())) {
      return Answer.nothing();
    }
    ContextMemory memory = ContextMemory.of(record.get().context());
    if (!isUnchanged(record.get(), store.get()) || !memory.isOf(request.contextDirectory())) {
      return new Answer(Optional.empty(), memory);
    }
    listener.debug("nothing has changed that the last build took in or wrote");
    for (StepId step : record.get().steps()) {
      listener.stepStarted(step);
      listener.stepEnded(step, step.number() > 1 ? Outcome.CACHED : Outcome.DONE, Duration.ZERO);
    }
    List<WrittenImage> images = new ArrayList<>();
    for (Output output : record.get().outputs()) {
      images.add(
          WrittenImage.of(output.form(), output.file(), output.size(), output.digests())
              .withWork(WrittenImage.Work.FOUND));
    }
    return new Answer(Optional.of(new BuildResult(images)), memory);
  }

  private static Optional<BuildRecord> record(ClosedStore store, String key) {
    Optional<FileTime> written = store.written(Area.FILES, key);
    long now = System.currentTimeMillis();
    if (written.isEmpty()
        || written.get().toMillis() > now
        || written.get().toMillis() < now - LIFE.toMillis()) {
      return Optional.empty();
    }
    try {
      Optional<byte[]> content = store.record(Area.FILES, key);
      return content.isPresent() ? Optional.of(BuildRecord.read(content.get())) : Optional.empty();
    } catch (IOException | BaciException | IllegalArgumentException e) {
      return Optional.empty(); // of another version: it is written anew
    }
  }

  private static boolean isUnchanged(BuildRecord record, ClosedStore store) {
    for (Map.Entry<Path, FileMark> file : record.files().entrySet()) {
      if (!file.getValue().isOf(file.getKey())) {
        return false;
      }
    }
    for (Output output : record.outputs()) {
      if (!output.isThere()) {
        return false;
      }
    }
    long now = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
    for (Standing base : record.bases()) {
      Optional<byte[]> content = store.record(Area.IMAGES, base.key());
      if (base.until().getEpochSecond() <= now
          || content.isEmpty()
          || !Digest.sha256Of(content.get()).equals(base.content())) {
        return false;
      }
    }
    return true;
  }

  /** There is one record for each output file. */
  private static String key(BuildRequest request) {
    byte[] path =
        request
            .outputFile()
            .toAbsolutePath()
            .normalize()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    return "build-" + Digest.sha256Of(path).hex();
  }

  /** Begins to watch a build, before it reads its first file. */
  static Watch watch(BuildRequest request) {
    Optional<Digest> fingerprint = RequestFingerprint.of(request);
    Instant began = Instant.now();
    Optional<Map<Path, FileMark>> files =
        fingerprint.isPresent() ? files(request, nanos(began)) : Optional.empty();
    return new Watch(request, fingerprint, nanos(began), files);
  }

  private static long nanos(Instant time) {
    return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
  }

  private static Optional<Map<Path, FileMark>> files(BuildRequest request, long began) {
    Map<Path, FileMark> marks = new LinkedHashMap<>();
    Path context = request.contextDirectory();
    try {
      for (Path dockerfile : DockerfileLocation.candidates(context, request.dockerfile())) {
        Path path = dockerfile.toAbsolutePath().normalize();
        List<Path> all = new ArrayList<>(IgnoreFile.candidates(context, path));
        all.add(path);
        for (Path file : all) {
          Optional<FileMark> mark = FileMark.settled(file, began);
          if (mark.isEmpty()) {
            return Optional.empty();
          }
          marks.put(file.toAbsolutePath(), mark.get());
        }
      }
      return Optional.of(marks);
    } catch (IOException e) {
      return Optional.empty(); // the build says what is wrong
    }
  }

  /** What is known of a build before it reads its first file. */
  static final class Watch {
    private final BuildRequest request;
    private final Optional<Digest> fingerprint;
    private final long began;
    private final Optional<Map<Path, FileMark>> files;

    private Watch(
        BuildRequest request,
        Optional<Digest> fingerprint,
        long began,
        Optional<Map<Path, FileMark>> files) {
      this.request = request;
      this.fingerprint = fingerprint;
      this.began = began;
      this.files = files;
    }

    /**
     * Remembers the build, if all that it took in can be told from a look at files. Where that
     * cannot be written, the next build goes the long way, and that is all.
     */
    void remember(
        Store store,
        HeardEvents heard,
        EvaluatedPlan plan,
        LoadedInputs inputs,
        BuildContext context,
        BuildResult result)
        throws InterruptedException {
      if (fingerprint.isEmpty() || files.isEmpty() || heard.hasTold() || asksServers(plan)) {
        return;
      }
      Optional<List<Standing>> bases = inputs.standings();
      Optional<ContextLooks> looks = context.looks(began);
      if (bases.isEmpty() || looks.isEmpty()) {
        return;
      }
      try {
        List<Output> outputs = new ArrayList<>();
        for (WrittenImage image : result.images()) {
          outputs.add(Output.of(image));
        }
        BuildRecord record =
            new BuildRecord(
                fingerprint.get(), files.get(), bases.get(), outputs, heard.steps(), looks.get());
        new Records(store).put(Area.FILES, key(request), record.encode());
      } catch (IOException e) {
        heard.debug("the build cannot be remembered: " + IoMessages.of(e, store.root()));
      }
    }

    /** Returns whether something is added that a server is asked for each time. */
    private static boolean asksServers(EvaluatedPlan plan) {
      for (StagePlan stage : plan.stages().values()) {
        for (Step step : stage.steps()) {
          if (step instanceof AddStep add) {
            for (AddSource source : add.sources()) {
              if (!(source instanceof AddSource.Local)) {
                return true;
              }
            }
          }
        }
      }
      return false;
    }
  }
}
