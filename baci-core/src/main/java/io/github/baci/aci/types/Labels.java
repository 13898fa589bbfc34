package io.github.baci.aci.types;

import io.github.baci.api.AcIdentifier;
import io.github.baci.api.BaciException;
import io.github.baci.api.Platform;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an image or of a dependency: free values by AC Identifier, sorted by name. None is
 * called {@code name}; {@code os} and {@code arch} are among the pairs that the App Container
 * Specification knows.
 *
 * @param values the values by name
 */
public record Labels(SortedMap<AcIdentifier, String> values) {

  private static final AcIdentifier NAME = new AcIdentifier("name");
  private static final AcIdentifier OS = new AcIdentifier("os");
  private static final AcIdentifier ARCH = new AcIdentifier("arch");
  private static final AcIdentifier VERSION = new AcIdentifier("version");

  /** No labels. */
  public static final Labels NONE = new Labels(Collections.emptySortedMap());

  /** Copies and checks the labels. */
  public Labels {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    if (values.containsKey(NAME)) {
      throw new BaciException(
          "a label cannot be called 'name'; the image's name stands before ':'");
    }
    checkPlatform(values.get(OS), values.get(ARCH));
  }

  /** Labels of plain texts. */
  public static Labels of(Map<String, String> labels) {
    SortedMap<AcIdentifier, String> values = new TreeMap<>();
    labels.forEach((name, value) -> values.put(new AcIdentifier(name), value));
    return new Labels(values);
  }

  /** Returns these labels, with those of {@code other} put over them. */
  public Labels with(Labels other) {
    SortedMap<AcIdentifier, String> merged = new TreeMap<>(values);
    merged.putAll(other.values);
    return new Labels(merged);
  }

  /** Returns the value of a label. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(new AcIdentifier(name)));
  }

  /** Returns the value of the label {@code version}. */
  public Optional<String> version() {
    return Optional.ofNullable(values.get(VERSION));
  }

  /** Returns the platform that {@code os} and {@code arch} name, where both are there. */
  public Optional<Platform> platform() {
    String os = values.get(OS);
    String arch = values.get(ARCH);
    return os == null || arch == null
        ? Optional.empty()
        : AppcPlatform.ofLabels(os, arch).map(AppcPlatform::platform);
  }

  /** Returns the labels that say what runs on a platform; none, if appc has no names for it. */
  public static Labels ofPlatform(Platform platform) {
    return AppcPlatform.of(platform)
        .map(known -> of(Map.of("os", known.os(), "arch", known.arch())))
        .orElse(NONE);
  }

  private static void checkPlatform(@Nullable String os, @Nullable String arch) {
    if (os == null) {
      return; // The specification looks at arch only beside os.
    }
    if (!AppcPlatform.knownOs().contains(os)) {
      throw new BaciException(
          "'%s' is not a value for the label 'os': it must be one of %s"
              .formatted(os, AppcPlatform.knownOs()));
    }
    if (arch != null && AppcPlatform.ofLabels(os, arch).isEmpty()) {
      String hint =
          AppcPlatform.of(Platform.parse(platformText(os, arch)))
              .map(known -> "; for " + arch + " write " + known.arch())
              .orElse("");
      throw new BaciException(
          "'%s' is not a value for the label 'arch' beside os=%s: it must be one of %s%s"
              .formatted(arch, os, AppcPlatform.knownArch(os), hint));
    }
  }

  /** Makes a text of which a platform can be read, whatever the label says. */
  private static String platformText(String os, String arch) {
    String plain = arch.replaceAll("[^A-Za-z0-9_.-]", "-");
    return os + "/" + (plain.isEmpty() ? "-" : plain);
  }
}
