package io.github.baci.container.rkt;

import io.github.baci.api.Digest;
import io.github.baci.store.Records;
import io.github.baci.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an rkt executable is new enough; one that was found to be is not asked again. */
final class RktVersion {
  /** The first that has {@code --dns=host}. */
  private static final String LEAST = "1.15.0";

  private static final Pattern FORM =
      Pattern.compile("(?m)^rkt Version:?\\s+(([0-9]+)\\.([0-9]+)\\.[0-9]+\\S*)");
  private static final int LEAST_MAJOR = 1;
  private static final int LEAST_MINOR = 15;

  private RktVersion() {}

  /**
   * Checks the version.
   *
   * @throws RktUnavailable if it is too old, or the executable is no rkt
   */
  static void check(RktProgram rkt, Store store) throws IOException, InterruptedException {
    Records records = new Records(store);
    String key =
        "rkt-version-" + Digest.sha256Of(stamp(rkt).getBytes(StandardCharsets.UTF_8)).hex();
    if (records.find(Store.Area.FILES, key).isPresent()) {
      return;
    }
    RktProgram.Result result = rkt.run("version");
    Matcher version = FORM.matcher(result.output());
    if (result.exitCode() != 0 || !version.find()) {
      throw new RktUnavailable(
          "'%s' is no rkt: 'rkt version' gives no version (%s)"
              .formatted(rkt.executable(), result.complaint()));
    }
    int major = Integer.parseInt(version.group(2));
    int minor = Integer.parseInt(version.group(3));
    if (major < LEAST_MAJOR || (major == LEAST_MAJOR && minor < LEAST_MINOR)) {
      throw RktFailure.tooOld(rkt, version.group(1), LEAST);
    }
    records.put(Store.Area.FILES, key, version.group(1));
  }

  private static String stamp(RktProgram rkt) throws IOException {
    Path file = rkt.executable().toRealPath();
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return file + " " + attributes.size() + " " + attributes.lastModifiedTime();
  }
}
