package io.github.baci.source.jlink;

import io.github.baci.api.BaciException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Collects what the classes of a jar, or of a directory, name: also of jars within it (Spring Boot,
 * One-JAR), and those versions of a multi-release jar that the runtime will load.
 */
final class JarScan {
  /** Larger ones are no classes that a JVM would load: a class has 65,535 constants at most. */
  private static final int LARGEST_CLASS = 32 * 1024 * 1024;

  /** More than any application has, less than a jar of zeros unpacks to. */
  private static final long LARGEST_TOTAL = 8L * 1024 * 1024 * 1024;

  private static final List<String> APPLICATIONS = List.of("BOOT-INF/classes/", "WEB-INF/classes/");

  private static final Pattern VERSIONED = Pattern.compile("META-INF/versions/([0-9]{1,4})/.*");

  private final int release;
  private final Set<String> referred = new HashSet<>();
  private final Set<String> mentioned = new HashSet<>();
  private final Set<String> required = new TreeSet<>();
  private final ClassReferences references = new ClassReferences(referred, mentioned);
  private final List<String> unreadable = new ArrayList<>();
  private long total;
  private final Map<String, Integer> oldest = new TreeMap<>();

  /**
   * Prepares a scan.
   *
   * @param release the Java version of the runtime
   */
  JarScan(int release) {
    this.release = release;
  }

  /** Returns the classes that the JVM links or loads, by binary name. */
  Set<String> referred() {
    return referred;
  }

  /** Returns the strings that may name a class, in the form of binary names. */
  Set<String> mentioned() {
    return mentioned;
  }

  /** Returns the modules that declarations and manifests ask for. */
  Set<String> required() {
    return required;
  }

  /** Returns which jars within a jar could not be read to their end, and why. */
  List<String> unreadable() {
    return unreadable;
  }

  /**
   * Returns the Java version without which not one class of the jar, or of the application in it,
   * can be loaded. Single classes may be newer: who uses them looks at the version first.
   */
  int needed() {
    return oldest.values().stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /** Returns where the classes of one maker are: the application's, or those of what starts it. */
  private static String place(String name) {
    return APPLICATIONS.stream().filter(name::startsWith).findFirst().orElse("");
  }

  /**
   * Reads a jar, or a directory of classes.
   *
   * @throws BaciException if it is no jar
   */
  void read(Path path) throws IOException, InterruptedException {
    if (Files.isDirectory(path)) {
      directory(path);
      return;
    }
    try (JarFile jar = new JarFile(path.toFile(), false)) {
      manifest(Optional.ofNullable(jar.getManifest()));
      boolean versions = jar.isMultiRelease();
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        JarEntry entry = entries.nextElement();
        if (isWanted(entry.getName(), versions)) {
          try (InputStream in = jar.getInputStream(entry)) {
            entry(entry.getName(), in, path, "");
          }
        }
      }
    } catch (IOException | SecurityException | IllegalArgumentException e) {
      throw new BaciException(
          "jlink://auto cannot look into '%s': %s; build or fetch the jar anew, or name the modules"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  private void directory(Path directory) throws IOException, InterruptedException {
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = directory.relativize(file).toString().replace('\\', '/');
        if (name.endsWith(".class") && Files.isRegularFile(file)) {
          try (InputStream in = Files.newInputStream(file)) {
            entry(name, in, file, "");
          }
        }
      }
    }
  }

  private void nested(String name, InputStream in, Path outer)
      throws IOException, InterruptedException {
    JarInputStream jar = new JarInputStream(in, false);
    Optional<Manifest> manifest = Optional.ofNullable(jar.getManifest());
    manifest(manifest);
    boolean versions =
        manifest.isEmpty()
            || Boolean.parseBoolean(
                manifest.get().getMainAttributes().getValue(Attributes.Name.MULTI_RELEASE));
    for (JarEntry entry = jar.getNextJarEntry(); entry != null; entry = jar.getNextJarEntry()) {
      // One level of jars in jars is what launchers know.
      if (isWanted(entry.getName(), versions) && !entry.getName().endsWith(".jar")) {
        entry(entry.getName(), jar, outer, name + "!/");
      }
    }
  }

  private boolean isWanted(String name, boolean versions) {
    if (!name.endsWith(".class") && !name.endsWith(".jar")) {
      return false;
    }
    Matcher versioned = VERSIONED.matcher(name);
    return !versioned.matches() || (versions && Integer.parseInt(versioned.group(1)) <= release);
  }

  private void entry(String name, InputStream in, Path outer, String inJar)
      throws IOException, InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (name.endsWith(".jar")) {
      try {
        nested(name, in, outer);
      } catch (IOException | SecurityException | IllegalArgumentException e) {
        // A launcher may never load it: jars carry broken ones as data, too.
        unreadable.add("'%s' in '%s': %s".formatted(name, outer, e.getMessage()));
      }
      return;
    }
    byte[] bytes = in.readNBytes(LARGEST_CLASS);
    total += bytes.length;
    if (total > LARGEST_TOTAL) {
      throw new BaciException(
          "jlink://auto cannot look into '%s': it unpacks to more than %d GiB of classes; name the modules"
              .formatted(outer, LARGEST_TOTAL >> 30));
    }
    if (name.equals("module-info.class") || name.endsWith("/module-info.class")) {
      required.addAll(JdkModules.required(new ByteArrayInputStream(bytes)));
    } else {
      references.read(bytes);
      if (!name.startsWith("META-INF/")) {
        oldest.merge(inJar + place(name), ClassReferences.release(bytes), Math::min);
      }
    }
  }

  /** An agent is started by java.instrument, which its classes need not refer to. */
  private void manifest(Optional<Manifest> manifest) {
    if (manifest.isPresent()) {
      Attributes attributes = manifest.get().getMainAttributes();
      if (Stream.of("Premain-Class", "Agent-Class", "Launcher-Agent-Class")
          .anyMatch(name -> attributes.getValue(name) != null)) {
        required.add("java.instrument");
      }
    }
  }
}
