package io.github.baci.build;

import io.github.baci.aci.archive.AciFingerprint;
import io.github.baci.api.AciMode;
import io.github.baci.api.BuildListener;
import io.github.baci.api.BuildListener.Outcome;
import io.github.baci.api.BuildListener.StepId;
import io.github.baci.api.BuildRequest;
import io.github.baci.api.BuildResult;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.api.ImageIdentity;
import io.github.baci.api.OutputFormats.Output;
import io.github.baci.api.WrittenImage;
import io.github.baci.build.shared.FetchedFile;
import io.github.baci.build.shared.SharedImages;
import io.github.baci.build.shared.WholeImage;
import io.github.baci.build.shared.WrittenFile;
import io.github.baci.image.Image;
import io.github.baci.image.ImageDescription;
import io.github.baci.image.ImageOrigin;
import io.github.baci.image.PulledBlob;
import io.github.baci.layer.Fingerprint;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerStore;
import io.github.baci.oci.Descriptor;
import io.github.baci.oci.OciFingerprint;
import io.github.baci.plan.EvaluatedPlan;
import io.github.baci.plan.Step;
import io.github.baci.source.pull.ImageArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An image of which nothing has changed since another machine has built it: its files are taken as
 * they are, where that moves fewer bytes than to compose them of layers. It is known by a key of
 * all that its files depend on, by content: the steps of the target with all that they take in, the
 * layers of the base image, the config, and what each form of file has beside that.
 */
final class UnchangedImage {
  private static final String VERSION = "baci shared image 1";

  /**
   * An image that is larger than its layers by less than one in so many bytes is still taken as it
   * is: layers have to be unpacked, indexed and compressed once more.
   */
  private static final int SLACK = 4;

  /** Smaller layers are no pieces of their own: each would be a request. */
  private static final int LEAST_BLOB = 64 << 10;

  private final BuildRequest request;
  private final EvaluatedPlan plan;
  private final LayerStore layers;
  private final HeardEvents listener;
  private final SharedImages images;
  private final String key;
  private final Optional<SharedImages.Asked> asked;
  private final int told;
  private int toldBefore;
  private int warnedBefore;

  private UnchangedImage(
      BuildRequest request,
      EvaluatedPlan plan,
      LayerStore layers,
      HeardEvents listener,
      SharedImages images,
      String key,
      boolean mayRead) {
    this.request = request;
    this.plan = plan;
    this.layers = layers;
    this.listener = listener;
    this.images = images;
    this.key = key;
    this.asked = mayRead ? Optional.of(images.ask(key)) : Optional.empty();
    this.told = listener.tellings();
  }

  /**
   * Begins to ask for the image, and does not wait.
   *
   * @param mayRead whether it may be taken
   * @return nothing, if images are not shared, or it depends on what is not known now
   */
  static Optional<UnchangedImage> ask(
      BuildRequest request,
      EvaluatedPlan plan,
      AheadKeys keys,
      BaseImage base,
      StepSharing sharing,
      LayerStore layers,
      HeardEvents listener,
      boolean mayRead)
      throws InterruptedException {
    Optional<SharedImages> images = sharing.images();
    // A docker archive has its layers uncompressed: they are always fewer bytes.
    if (images.isEmpty()
        || request.mode() != AciMode.FLAT
        || request.formats().has(ImageForm.DOCKER)) {
      return Optional.empty();
    }
    Optional<String> end = keys.of(plan.target().stage().index()).end();
    return end.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new UnchangedImage(
                request,
                plan,
                layers,
                listener,
                images.get(),
                key(request, plan, end.get(), base.describe()),
                mayRead));
  }

  private static String key(
      BuildRequest request, EvaluatedPlan plan, String end, Optional<ImageDescription> base) {
    Image bare =
        new Image(
            BuildExecution.platform(plan, base.map(ImageDescription::platform)),
            plan.target().config(),
            List.of(),
            ImageOrigin.NONE);
    Fingerprint all = new Fingerprint().text(VERSION).text(end);
    for (Output output : request.formats().outputs()) {
      all.text(output.form().name());
      if (output.form() == ImageForm.OCI) {
        // An archive names its base image, and has its layers as they came.
        all.map(base.map(image -> image.origin().annotations()).orElse(Map.of()));
        all.text(OciFingerprint.of(bare, request.formats().oci()).toString());
      } else {
        all.text(AciFingerprint.of(bare, request.aci()).toString());
      }
    }
    return all.digest().hex();
  }

  /**
   * Takes the image, if another machine has built it, and it is worth it; tells the steps of the
   * target, as if their results had been found.
   *
   * @param composable whether the results of all steps of the target are known
   */
  Optional<BuildResult> take(boolean composable) throws InterruptedException {
    Optional<SharedImages.Known> known = asked.isPresent() ? asked.get().await() : Optional.empty();
    if (known.isEmpty()) {
      return Optional.empty();
    }
    long whole = known.get().missing();
    long parts = missing(known.get().layers());
    listener.debug(
        "the image is known: it is %d bytes as a whole, and %d as layers".formatted(whole, parts));
    if (composable && parts < whole - whole / SLACK) {
      return Optional.empty();
    }
    List<Path> files = new ArrayList<>();
    for (Output output : request.formats().outputs()) {
      files.add(output.file(request.outputFile()));
    }
    Optional<List<FetchedFile>> fetched = known.get().bring(files);
    if (fetched.isEmpty()) {
      return Optional.empty();
    }
    tell();
    known.get().warnings().forEach(listener::warning);
    return Optional.of(new BuildResult(written(fetched.get())));
  }

  private long missing(List<WholeImage.LayerSize> wanted) {
    long bytes = 0;
    for (WholeImage.LayerSize layer : wanted) {
      bytes += layers.find(layer.diffId()).isEmpty() ? layer.size() : 0;
    }
    return bytes;
  }

  private List<WrittenImage> written(List<FetchedFile> fetched) {
    List<WrittenImage> images = new ArrayList<>();
    for (int i = 0; i < fetched.size(); i++) {
      FetchedFile file = fetched.get(i);
      ImageForm form = request.formats().outputs().get(i).form();
      images.add(WrittenImage.of(form, file.file(), file.size(), file.digests()));
    }
    return images;
  }

  private void tell() {
    List<Step> working = AheadKeys.working(plan.target());
    int count = working.size() + 1;
    String stage = plan.target().stage().label();
    tell(new StepId(stage, 1, count, plan.target().stage().display()), Outcome.DONE);
    for (int i = 0; i < working.size(); i++) {
      tell(new StepId(stage, i + 2, count, working.get(i).head().display()), Outcome.CACHED);
    }
  }

  private void tell(StepId step, Outcome outcome) {
    BuildListener hearing = listener;
    hearing.stepStarted(step);
    hearing.stepEnded(step, outcome, Duration.ZERO);
  }

  /** Hears that the image is known now, and its files are going to be written. */
  void writing() {
    toldBefore = listener.tellings();
    warnedBefore = listener.warnings().size();
  }

  /**
   * Shares the image, with the warnings that its files gave rise to: whoever takes it has to hear
   * them too. Where anything else was told since it was asked for, it is not shared.
   */
  void offer(Image image, BuildResult result) throws InterruptedException {
    List<String> warnings = listener.warnings().subList(warnedBefore, listener.warnings().size());
    if (toldBefore > told || listener.tellings() > toldBefore + warnings.size()) {
      return;
    }
    try {
      List<WrittenFile> files = new ArrayList<>();
      for (WrittenImage written : result.images()) {
        if (written.upToDate()) {
          return; // what an earlier build has written, it may have warned of
        }
        files.add(file(written, image));
      }
      images.offer(key, image, files, warnings);
    } catch (IOException e) {
      listener.debug("the image is not shared: " + e);
    }
  }

  private static WrittenFile file(WrittenImage written, Image image)
      throws IOException, InterruptedException {
    List<Digest> digests = new ArrayList<>();
    for (ImageIdentity identity : written.form().identities()) {
      digests.add(written.digest(identity));
    }
    List<WrittenFile.Blob> blobs = new ArrayList<>();
    if (written.form() == ImageForm.OCI) {
      ImageArchive archive = ImageArchive.open(written.file(), image.platform());
      checkPassedOn(image, archive.blobs());
      for (Descriptor blob : archive.blobs()) {
        if (blob.size() >= LEAST_BLOB) {
          blobs.add(new WrittenFile.Blob(archive.offset(blob), blob.digest(), blob.size()));
        }
      }
      blobs.sort(Comparator.comparingLong(WrittenFile.Blob::offset));
    }
    return new WrittenFile(written.form(), written.file(), digests, blobs);
  }

  /** Other agents have the layers of the base image as they came; so must have who shares it. */
  private static void checkPassedOn(Image image, List<Descriptor> blobs) throws IOException {
    Set<Digest> there = new HashSet<>();
    blobs.forEach(blob -> there.add(blob.digest()));
    for (Layer layer : image.layers()) {
      PulledBlob pulled = image.blobs().get(layer.diffId());
      if (pulled != null
          && !pulled.digest().equals(layer.diffId())
          && !there.contains(pulled.digest())) {
        throw new IOException("a layer of the base image was compressed anew");
      }
    }
  }
}
