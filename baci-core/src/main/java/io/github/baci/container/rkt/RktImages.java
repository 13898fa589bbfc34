package io.github.baci.container.rkt;

import io.github.baci.api.Digest;
import io.github.baci.json.JsonTree;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The images that the engine needs in rkt's store. Each is fetched once; a record in our store says
 * under which hash rkt knows it, so that pods are started by hash.
 */
final class RktImages {
  private final RktProgram rkt;
  private final Records records;
  private final List<String> used = new ArrayList<>();

  RktImages(RktProgram rkt, Store store) {
    this.rkt = rkt;
    this.records = new Records(store);
  }

  /** Returns the hash of the builder's image. */
  String builder(Path aci, String imageId) throws IOException, InterruptedException {
    return hash("builder " + imageId, aci.toString(), true)
        .orElseThrow(
            said ->
                new RktUnavailable(
                    "'%s' does not take the builder ACI '%s': %s"
                        .formatted(rkt.executable(), aci, said)));
  }

  /** Returns the hash of the stage1 image, if one is given. */
  Optional<String> stage1() throws IOException, InterruptedException {
    Optional<String> given = rkt.settings().stage1();
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String stage1 = given.get();
    Path file = Path.of(stage1).toAbsolutePath();
    boolean isFile = !stage1.contains("://") && Files.exists(file);
    if (!isFile && stage1.startsWith("/")) {
      throw RktFailure.stage1(stage1, "there is no such file");
    }
    String key = isFile ? "stage1 " + stamp(file) : "stage1 " + stage1;
    return Optional.of(
        hash(key, isFile ? file.toString() : stage1, isFile)
            .orElseThrow(said -> RktFailure.stage1(stage1, said)));
  }

  /**
   * An image in rkt's store.
   *
   * @param hash what rkt knows it by
   * @param name its name, without labels
   */
  record Stored(String hash, String name) {}

  /** Returns the stage1 image, if one is given; fetched anew, if rkt has thrown it away since. */
  Optional<Stored> storedStage1() throws IOException, InterruptedException {
    Optional<String> hash = stage1();
    if (hash.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> name = name(hash.get());
    if (name.isEmpty()) {
      forget();
      hash = stage1();
    }
    return Optional.of(new Stored(hash.orElseThrow(), name.orElse("")));
  }

  /** Returns the hash of an image that is to be run. */
  String app(Path aci) throws IOException, InterruptedException {
    String hash = fetchedApp(aci);
    if (name(hash).isEmpty()) {
      forget();
      hash = fetchedApp(aci);
    }
    return hash;
  }

  private String fetchedApp(Path aci) throws IOException, InterruptedException {
    return hash("app " + stamp(aci), aci.toString(), true)
        .orElseThrow(
            said ->
                new RktUnavailable(
                    "'%s' does not take the image '%s': %s"
                        .formatted(rkt.executable(), aci, said)));
  }

  /** Returns the name of an image, if it is in rkt's store. */
  private Optional<String> name(String hash) throws IOException, InterruptedException {
    RktProgram.Result manifest = rkt.run("image", "cat-manifest", hash);
    return manifest.exitCode() == 0
        ? Optional.of(JsonTree.read(manifest.output()).path("name").asText())
        : Optional.empty();
  }

  /** A hash, or why there is none. */
  private record Fetched(Optional<String> hash, String complaint) {
    String orElseThrow(java.util.function.Function<String, RktUnavailable> failure) {
      return hash.orElseThrow(() -> failure.apply(complaint));
    }
  }

  /**
   * Returns the hash of an image.
   *
   * @param isOurs whether the image is a file that the user or we have chosen, so that no signature
   *     is asked for
   */
  private Fetched hash(String what, String image, boolean isOurs)
      throws IOException, InterruptedException {
    String text = rkt.settings().directory().map(Path::toString).orElse("") + "\n" + what;
    String key = "rkt-image-" + Digest.sha256Of(text.getBytes(StandardCharsets.UTF_8)).hex();
    used.add(key);
    Optional<String> record = records.text(Store.Area.FILES, key);
    if (record.isPresent()) {
      return new Fetched(record, "");
    }
    List<String> command = new ArrayList<>(List.of("fetch", "--full"));
    if (isOurs) {
      command.add("--insecure-options=image");
    }
    command.addAll(rkt.settings().globalOptions());
    command.add(image);
    RktProgram.Result result = rkt.run(command);
    Optional<String> hash = RktMessages.fetched(result);
    if (hash.isEmpty()) {
      return new Fetched(hash, result.complaint());
    }
    records.put(Store.Area.FILES, key, hash.get());
    return new Fetched(hash, "");
  }

  /** Forgets what was fetched, as rkt may have thrown it away since. */
  void forget() throws IOException {
    for (String key : used) {
      records.remove(Store.Area.FILES, key);
    }
    used.clear();
  }

  private static String stamp(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return file + " " + attributes.size() + " " + attributes.lastModifiedTime();
  }
}
