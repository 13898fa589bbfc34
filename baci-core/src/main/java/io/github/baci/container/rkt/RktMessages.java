package io.github.baci.container.rkt;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What messages of rkt 1.30, the last one, mean. It ends with status 254 whatever is the matter,
 * and offers no other form of errors, so that its words alone tell them apart. Where they tell
 * nothing, nothing is done but to show them.
 */
final class RktMessages {
  /** What rkt says where nothing is wrong. */
  private static final List<String> HARMLESS = List.of("group \"rkt\" not found");

  /** All that rkt says, without {@code --debug}, where its own stage1 image is not installed. */
  private static final Pattern MISSING_STAGE1 =
      Pattern.compile("open \\S*stage1\\S*\\.aci: no such file");

  private static final String HASH = "sha512-";

  private RktMessages() {}

  /** Returns whether a line says nothing that is wrong. */
  static boolean isHarmless(String line) {
    return HARMLESS.stream().anyMatch(line::contains);
  }

  /** Returns whether a line tells how far a download is. */
  static boolean isProgress(String line) {
    return line.startsWith("Downloading ");
  }

  /** Returns the hash of an image that {@code fetch} ends with; empty if it has failed. */
  static Optional<String> fetched(RktProgram.Result result) {
    return result.exitCode() == 0 && result.lastLine().startsWith(HASH)
        ? Optional.of(result.lastLine())
        : Optional.empty();
  }

  /** Returns whether a pod cannot be removed because it runs. */
  static boolean tellOfRunningPod(String said) {
    return said.contains("currently running");
  }

  /** Returns whether a pod cannot be removed because it is being made. */
  static boolean tellOfUnpreparedPod(String said) {
    return said.contains("currently being prepared");
  }

  /** Returns whether the app's program could not be executed. */
  static boolean tellOfUnexecutedApp(String said) {
    return said.contains("run: can't execute ");
  }

  /** Returns whether only root may do what was asked for. */
  static boolean tellOfRootAlone(String said) {
    return has(said, "unprivileged user");
  }

  /** Returns whether the stage1 image that rkt takes by itself is not there. */
  static boolean tellOfMissingStage1(String said) {
    return has(said, "default stage1 image");
  }

  /** Returns whether a file is not there that has the name of a stage1 image. */
  static boolean tellOfMissingStage1File(String said) {
    return MISSING_STAGE1.matcher(said.toLowerCase(Locale.ROOT)).find();
  }

  /** Returns whether an image is signed by somebody who is not trusted. */
  static boolean tellOfUntrustedKey(String said) {
    return has(said, "unknown entity");
  }

  /** Returns whether no page says where an image is. */
  static boolean tellOfNoDiscovery(String said) {
    return has(said, "discovery failed");
  }

  /** Returns whether an image is not in rkt's store, where alone it was looked for. */
  static boolean tellOfNoImageInStore(String said) {
    return has(said, "image was not found in the store");
  }

  /** Returns whether no image of rkt's store has such a hash. */
  static boolean tellOfNoImageId(String said) {
    return has(said, "no image ids found");
  }

  /** Returns whether rkt may not read or write its data directory. */
  static boolean tellOfDenial(String said) {
    return has(said, "permission denied");
  }

  private static boolean has(String said, String words) {
    return said.toLowerCase(Locale.ROOT).contains(words);
  }
}
