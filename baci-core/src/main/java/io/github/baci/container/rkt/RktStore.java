package io.github.baci.container.rkt;

import io.github.baci.api.BaciException;
import io.github.baci.api.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The images that rkt has or finds. What is trusted is rkt's matter: it verifies signatures with
 * the keys that it was told to trust. Works for ordinary users too, as far as rkt's data directory
 * lets them.
 */
public final class RktStore {
  /** When rkt asks for an image again that it has. */
  public enum Policy {
    /** Never; what is not in its store is not found. */
    NEVER,
    /** When it is not in its store. */
    NEW,
    /** Every time. */
    UPDATE
  }

  private final RktProgram rkt;
  private final Policy policy;

  /**
   * Finds rkt.
   *
   * @throws RktUnavailable if it is missing
   */
  public RktStore(RktSettings settings, Policy policy) {
    this.rkt = RktProgram.find(settings);
    this.policy = policy;
  }

  /**
   * Brings an image and what it depends on into rkt's store.
   *
   * @param name a name with labels, as rkt takes it
   * @return its hash: {@code sha512-} and the first half of the image ID's digits
   * @throws BaciException with rkt's own words, if it does not find the image or does not trust it
   */
  public String fetch(String name) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("fetch", "--full"));
    command.add("--pull-policy=" + policy.name().toLowerCase(Locale.ROOT));
    command.addAll(rkt.settings().globalOptions());
    command.add(name);
    RktProgram.Result result = rkt.runWithoutMounts(command);
    return RktMessages.fetched(result).orElseThrow(() -> refused(name, result));
  }

  /**
   * Writes an image to a file, as it was fetched but not compressed; without what it depends on.
   *
   * @param hash its hash, or the beginning of it
   * @param file a file that does not exist
   * @throws BaciException with rkt's own words, if there is no such image in its store
   */
  public void export(String hash, Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("image", "export"));
    command.addAll(rkt.settings().globalOptions());
    command.add(hash);
    command.add(file.toAbsolutePath().toString());
    RktProgram.Result result = rkt.runWithoutMounts(command);
    if (result.exitCode() != 0 || !Files.exists(file)) {
      throw refused(hash, result);
    }
  }

  private BaciException refused(String image, RktProgram.Result result) {
    String said =
        RktFailure.oneLine(
            result
                .errors()
                .lines()
                .filter(line -> !RktMessages.isProgress(line))
                .collect(Collectors.joining("\n")));
    return new BaciException(
        "'%s' does not give it: %s%s".formatted(rkt.executable(), said, advice(image, said)));
  }

  private String advice(String image, String said) {
    String name = image.split("[:,]", 2)[0];
    if (RktMessages.tellOfUntrustedKey(said)) {
      return "; if the key is to be trusted, run 'rkt trust --prefix=%s'".formatted(name);
    }
    if (RktMessages.tellOfNoDiscovery(said)) {
      return "; it is not in rkt's store, and no page on '%s' says where it is: check the name and the network"
          .formatted(name.split("/", 2)[0]);
    }
    if (RktMessages.tellOfNoImageInStore(said)) {
      return "; rkt was told to ask nobody else, as the build is offline";
    }
    if (RktMessages.tellOfNoImageId(said)) {
      return "; 'rkt image list' tells the images in rkt's store";
    }
    if (RktMessages.tellOfDenial(said)) {
      return "; with " + Option.RKT_DIR + " rkt has another data directory";
    }
    return "";
  }
}
