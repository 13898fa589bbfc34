package io.github.baci.engine;

import io.github.baci.aci.archive.AciWriter;
import io.github.baci.aci.archive.WrittenAci;
import io.github.baci.aci.manifest.ImageManifest;
import io.github.baci.api.AciCompression;
import io.github.baci.api.BuildListener;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageId;
import io.github.baci.container.BuilderFile;
import io.github.baci.container.host.BuilderProgram;
import io.github.baci.container.rkt.RktVolumes;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.DirectoryLayerStore;
import io.github.baci.layer.FileTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.LayerStore;
import io.github.baci.layer.LayerWriter;
import io.github.baci.layer.Mtime;
import io.github.baci.source.jlink.JavaRuntime;
import io.github.baci.source.jlink.JavaRuntimeLayers;
import io.github.baci.store.DamagedEntryException;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Records;
import io.github.baci.store.StorageFailure;
import io.github.baci.store.Store;
import io.github.baci.store.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The builder as an App Container Image: a Java runtime of this machine's JDK, the builder's
 * classes, the programs that start it, and nothing else. Kept in the store, where the same JDK and
 * the same baci give the same image. Safe for several threads and processes.
 */
public final class BuilderImage {
  private static final Path MACHINE = Path.of("/");
  private static final String HOME = "opt/baci";

  private final Store store;
  private final LayerStore layers;
  private final BuildListener listener;

  /**
   * Takes where the image is kept.
   *
   * @param listener hears when a runtime is linked
   */
  public BuilderImage(Store store, LayerStore layers, BuildListener listener) {
    this.store = store;
    this.layers = layers;
    this.listener = listener;
  }

  /**
   * Writes the image to a file.
   *
   * @param storeDirectory the store, which keeps the image too
   * @param target where it is written; what was there stays until the new one is whole
   * @throws io.github.baci.api.BaciException as {@link #file}, or if the file cannot be written
   */
  public static WrittenAci write(
      Path storeDirectory, Path jdkHome, Path target, BuildListener listener)
      throws InterruptedException {
    return DamagedEntryException.healing(
        () -> writeOnce(storeDirectory, jdkHome, target, listener), listener::warning);
  }

  private static WrittenAci writeOnce(
      Path storeDirectory, Path jdkHome, Path target, BuildListener listener)
      throws InterruptedException {
    try (Store store = DirectoryStore.open(storeDirectory, listener::warning)) {
      WrittenAci made =
          new BuilderImage(store, new DirectoryLayerStore(store), listener).file(jdkHome);
      return made.copyTo(target);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, storeDirectory);
    }
  }

  /**
   * Returns the image as a file of the store; makes it, if it is missing.
   *
   * @param jdkHome the JDK that the runtime is linked from
   * @throws io.github.baci.api.BaciException if the JDK links no runtime, or a program or library
   *     is missing on this machine; says which
   */
  public WrittenAci file(Path jdkHome) throws InterruptedException {
    try {
      SortedMap<String, Path> files = new TreeMap<>(HelperPrograms.find(MACHINE));
      Path library = BuilderProgram.nativeLibrary(store);
      files.put(HOME + "/lib/" + library.getFileName(), library);
      List<String> classpath = addClasspath(files);
      Layer runtime =
          new JavaRuntimeLayers(store, layers, listener)
              .layer(new JavaRuntime(jdkHome, BuilderProgram.MODULES, files));
      ImageManifest manifest =
          BuilderManifest.of(
              BuilderProgram.command(
                  JavaRuntime.HOME + "/bin/java",
                  "/" + HOME + "/lib",
                  classpath,
                  "/" + RktVolumes.STORE,
                  "/" + RktVolumes.DATA,
                  "/" + RktVolumes.SHARED + "*"));
      return file(List.of(runtime, directories()), manifest);
    } catch (IOException e) {
      throw StorageFailure.unchecked(e, store);
    }
  }

  /** Adds the places of the classes, and returns where they are in the image. */
  private List<String> addClasspath(SortedMap<String, Path> files) throws IOException {
    List<String> classpath = new ArrayList<>();
    for (Path place : BuilderProgram.classpath(store)) {
      String target = HOME + "/classes-" + classpath.size();
      if (Files.isDirectory(place)) {
        try (Stream<Path> walk = Files.walk(place)) {
          walk.filter(Files::isRegularFile)
              .forEach(file -> files.put(target + "/" + place.relativize(file), file));
        }
        classpath.add("/" + target);
      } else {
        files.put(target + ".jar", place);
        classpath.add("/" + target + ".jar");
      }
    }
    return classpath;
  }

  /** Returns the directories that things are mounted on. */
  private Layer directories() throws IOException {
    try (LayerWriter writer = layers.newLayer()) {
      for (String path :
          List.of(
              RktVolumes.DATA,
              BuilderManifest.NEW_ROOT,
              "proc",
              RktVolumes.SOURCE,
              RktVolumes.STORE)) {
        writer.add(new LayerEntry.Directory(path, Attributes.of(0755, 0, 0, Mtime.EPOCH)));
      }
      return writer.commit();
    }
  }

  private WrittenAci file(List<Layer> contents, ImageManifest manifest)
      throws IOException, InterruptedException {
    StringBuilder inputs = new StringBuilder("builder\n");
    contents.forEach(layer -> inputs.append(layer.diffId()).append('\n'));
    inputs.append(new String(manifest.toJson(), StandardCharsets.UTF_8));
    String digest = Digest.sha256Of(inputs.toString().getBytes(StandardCharsets.UTF_8)).hex();
    String key = BuilderFile.IMAGE.key(digest + ".aci");
    String recordKey = BuilderFile.IMAGE.key(digest + ".id");
    Optional<WrittenAci> known = find(key, recordKey, manifest);
    if (known.isPresent()) {
      return known.get();
    }
    Store.Lock lock = store.lock("builder-" + digest);
    try (AciWriter writer = new AciWriter(store);
        Store.Staged image = store.stage(Store.Area.FILES)) {
      known = find(key, recordKey, manifest);
      if (known.isPresent()) {
        return known.get();
      }
      WrittenAci made =
          writer.write(FileTree.of(contents), manifest, AciCompression.GZIP, image.path());
      Path file = new WholeFiles(store).put(image, Store.Area.FILES, key);
      new Records(store).put(Store.Area.FILES, recordKey, made.imageId().toString());
      return new WrittenAci(file, made.size(), made.imageId(), manifest);
    } finally {
      lock.close();
    }
  }

  private Optional<WrittenAci> find(String key, String recordKey, ImageManifest manifest)
      throws IOException {
    Optional<Path> file = new WholeFiles(store).find(Store.Area.FILES, key);
    Optional<String> record = new Records(store).text(Store.Area.FILES, recordKey);
    if (file.isEmpty() || record.isEmpty()) {
      return Optional.empty();
    }
    ImageId imageId = ImageId.parse(record.get());
    return Optional.of(new WrittenAci(file.get(), Files.size(file.get()), imageId, manifest));
  }
}
