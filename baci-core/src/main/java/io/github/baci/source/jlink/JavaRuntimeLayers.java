package io.github.baci.source.jlink;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.store.Records;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Makes layers that hold a Java runtime and everything that it needs to run without any other
 * layer: shared libraries, certificates, a UTF-8 locale, users, {@code /tmp}. Keeps them in the
 * store. Safe for several threads and processes.
 */
public final class JavaRuntimeLayers {
  private static final Path MACHINE = Path.of("/");
  private static final int SMALLEST_TRUST_STORE = 1024;

  /** What every Java program loads; the other libraries of the JDK are for parts of its modules. */
  private static final Pattern ESSENTIAL =
      Pattern.compile(
          "/(bin/java|lib/(server/libjvm|libjava|libjli|libjimage|libnet|libnio|libzip)\\.so)$");

  private final Store store;
  private final LayerStore layers;
  private final BuildListener listener;

  /** Takes where the layers are kept. */
  public JavaRuntimeLayers(Store store, LayerStore layers, BuildListener listener) {
    this.store = store;
    this.layers = layers;
    this.listener = listener;
  }

  /**
   * Returns the layer of a runtime. The same JDK, modules and files of the machine give the same
   * bytes; a layer that is in the store costs a few milliseconds.
   *
   * @throws io.github.baci.api.BaciException if the JDK cannot link a runtime, or an executable
   *     among the files needs a library that this machine does not have; says what
   */
  public Layer layer(JavaRuntime runtime) throws InterruptedException {
    try {
      String key = RuntimeInputs.key(runtime);
      Optional<Layer> known = find(key);
      if (known.isPresent()) {
        return known.get();
      }
      Store.Lock lock = store.lock(key);
      try {
        known = find(key);
        return known.isPresent() ? known.get() : make(runtime, key);
      } finally {
        lock.close();
      }
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  private Optional<Layer> find(String key) throws IOException {
    Optional<String> record = new Records(store).text(Store.Area.FILES, key);
    if (record.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = record.get().lines().toList();
    Map<String, String> stamps = new LinkedHashMap<>();
    for (String line : lines.subList(Math.min(1, lines.size()), lines.size())) {
      int end = line.indexOf(' ');
      stamps.put(line.substring(end + 1), line.substring(0, Math.max(0, end)));
    }
    return lines.isEmpty() || !RuntimeInputs.hold(stamps)
        ? Optional.empty()
        : layers.find(Digest.parse(lines.get(0)));
  }

  private Layer make(JavaRuntime runtime, String key) throws IOException, InterruptedException {
    Path work = store.newTemporaryDirectory();
    SortedMap<String, Path> linked =
        new RuntimeLink(listener).link(runtime.jdkHome(), runtime.modules(), work.resolve("java"));
    SortedMap<String, Path> files = new TreeMap<>();
    linked.forEach((path, file) -> files.put(JavaRuntime.HOME.substring(1) + "/" + path, file));
    trustStore(runtime.jdkHome())
        .ifPresent(
            file -> files.put(JavaRuntime.HOME.substring(1) + "/lib/security/cacerts", file));
    files.putAll(RuntimeFiles.ofMachine(MACHINE));
    files.putAll(runtime.files());
    for (Map.Entry<String, Path> library : libraries(files, runtime).entrySet()) {
      files.putIfAbsent(library.getKey(), library.getValue());
    }
    Layer layer = write(files, RuntimeFiles.texts());
    record(key, layer, files.values().stream().filter(file -> !file.startsWith(work)).toList());
    return layer;
  }

  /**
   * Returns the JDK's own trust store, where it has one; distributions replace it by a link to the
   * machine's.
   */
  private static Optional<Path> trustStore(Path jdkHome) throws IOException {
    Path cacerts = jdkHome.resolve("lib/security/cacerts");
    return Files.isReadable(cacerts) && Files.size(cacerts) > SMALLEST_TRUST_STORE
        ? Optional.of(cacerts.toRealPath())
        : Optional.empty();
  }

  private SortedMap<String, Path> libraries(SortedMap<String, Path> files, JavaRuntime runtime)
      throws IOException {
    SharedLibraries libraries = new SharedLibraries(LibraryPath.of(MACHINE));
    libraries.add(files.values());
    if (!libraries.missing().isEmpty()) {
      SharedLibraries essential = new SharedLibraries(LibraryPath.of(MACHINE));
      List<Path> used = new ArrayList<>(runtime.files().values());
      files.forEach(
          (path, file) -> {
            if (ESSENTIAL.matcher(path).find()) {
              used.add(file);
            }
          });
      essential.add(used);
      SortedSet<String> fatal = new TreeSet<>(essential.missing());
      fatal.retainAll(libraries.missing());
      if (!fatal.isEmpty()) {
        throw new BaciException(
            "the Java runtime of '%s' needs shared libraries that this machine does not have: %s"
                .formatted(runtime.jdkHome(), String.join(", ", fatal)));
      }
      listener.warning(
          "the Java runtime lacks shared libraries that this machine does not have, and what uses"
              + " them will not work: "
              + String.join(", ", libraries.missing()));
    }
    return libraries.libraries();
  }

  private Layer write(SortedMap<String, Path> files, SortedMap<String, byte[]> texts)
      throws IOException {
    SortedSet<String> paths = new TreeSet<>(files.keySet());
    paths.addAll(texts.keySet());
    SortedMap<String, Integer> directories = new TreeMap<>();
    directories.put("", 0755);
    paths.forEach(path -> parents(path).forEach(parent -> directories.put(parent, 0755)));
    directories.put("root", 0700);
    directories.put("tmp", 01777);
    Set<String> all = new TreeSet<>(paths);
    all.addAll(directories.keySet());
    try (LayerWriter writer = layers.newLayer()) {
      for (String path : all) {
        if (directories.containsKey(path)) {
          writer.add(new LayerEntry.Directory(path, attributes(directories.get(path))));
        } else if (files.containsKey(path)) {
          copy(writer, path, files.get(path));
        } else {
          byte[] text = Objects.requireNonNull(texts.get(path), "what is no file is a text");
          writer.addFile(path, attributes(0644), text.length, new ByteArrayInputStream(text));
        }
      }
      return writer.commit();
    }
  }

  private static void copy(LayerWriter writer, String path, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      int mode = Files.isExecutable(file) && isProgram(file) ? 0755 : 0644;
      writer.addFile(path, attributes(mode), channel.size(), channel, 0);
    }
  }

  /** Tells by the permissions alone, since root may execute nothing and everything. */
  private static boolean isProgram(Path file) throws IOException {
    return Files.getPosixFilePermissions(file)
        .contains(java.nio.file.attribute.PosixFilePermission.OWNER_EXECUTE);
  }

  private static List<String> parents(String path) {
    List<String> result = new ArrayList<>();
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      result.add(path.substring(0, end));
    }
    return result;
  }

  private static Attributes attributes(int mode) {
    return Attributes.of(mode, 0, 0, Mtime.EPOCH);
  }

  private void record(String key, Layer layer, List<Path> files) throws IOException {
    StringBuilder text = new StringBuilder(layer.diffId().toString()).append('\n');
    RuntimeInputs.stamps(files)
        .forEach((path, stamp) -> text.append(stamp).append(' ').append(path).append('\n'));
    new Records(store).put(Store.Area.FILES, key, text.toString());
  }
}
