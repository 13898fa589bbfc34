package io.github.baci.container.host;

import com.sun.jna.Native;
import io.github.baci.api.Digest;
import io.github.baci.container.builder.BuilderMain;
import io.github.baci.store.Store;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What the worker's JVM finds its classes in: the places from which this JVM has loaded the same
 * classes, be it jars of a local repository or class directories of a build; or, where all is in
 * one jar with much else, a jar of only the worker's classes.
 *
 * @param places jars and class directories
 */
record WorkerClasspath(List<Path> places) {

  /**
   * Finds the places.
   *
   * @param store where a jar is kept that has to be made
   */
  static WorkerClasspath current(Store store) throws IOException {
    Set<Path> places = new LinkedHashSet<>();
    for (Class<?> type : List.of(BuilderMain.class, Native.class)) {
      places.add(placeOf(type));
    }
    if (places.size() == 1 && places.stream().allMatch(Files::isRegularFile)) {
      return new WorkerClasspath(List.of(WorkerJar.in(store, places.iterator().next())));
    }
    return new WorkerClasspath(List.copyOf(places));
  }

  private static Path placeOf(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      throw new IllegalStateException("where " + type + " is from is not known");
    }
    try {
      return Path.of(source.getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(source.getLocation().toString(), e);
    }
  }

  /**
   * Returns the value of {@code -cp}. A single jar is named as it is seen from {@link #directory},
   * as the JVM takes an archive of classes only if the jar has the same name as when it was made: a
   * store that was copied or restored elsewhere keeps the use of its archive.
   */
  String argument() {
    return isOneJar() ? places.get(0).getFileName().toString() : allPlaces();
  }

  /** Returns the directory in which the JVM is started. */
  Path directory() {
    return isOneJar()
        ? Objects.requireNonNull(
            places.get(0).toAbsolutePath().getParent(), "a jar is in a directory")
        : Path.of("/");
  }

  private boolean isOneJar() {
    return places.size() == 1 && Files.isRegularFile(places.get(0));
  }

  private String allPlaces() {
    return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns whether all places are jars, as archives of loaded classes need it. */
  boolean isOfJars() {
    return places.stream().allMatch(Files::isRegularFile);
  }

  /** Returns a key that changes when a jar or the Java runtime changes, wherever the store is. */
  String key() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(System.getProperty("java.home")).append('\n');
    text.append(System.getProperty("java.vm.version")).append('\n');
    text.append(argument()).append('\n');
    for (Path place : places) {
      text.append(Files.size(place)).append(' ');
      // In seconds, as the JVM compares it, and as tools keep it that copy a store.
      text.append(Files.getLastModifiedTime(place).to(TimeUnit.SECONDS)).append('\n');
    }
    return Digest.sha256Of(text.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40);
  }
}
