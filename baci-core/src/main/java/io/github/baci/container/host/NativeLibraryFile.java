package io.github.baci.container.host;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import io.github.baci.container.BuilderFile;
import io.github.baci.store.Store;
import io.github.baci.store.WholeFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * JNA's native library as a file of the store, so that the worker need not unpack it to a temporary
 * directory each time.
 */
final class NativeLibraryFile {
  private static final String VERSION = Native.VERSION + "-" + Platform.RESOURCE_PREFIX;
  private static final String KEY = BuilderFile.LIBRARY.key(VERSION + ".so");

  /** The name of the library, as JNA and the system's loader take it. */
  static final String NAME = "jnidispatch-" + VERSION;

  private NativeLibraryFile() {}

  /** Returns whether a worker of this store has needed the file before. */
  static boolean isIn(Store store) throws IOException {
    return store.find(Store.Area.FILES, KEY).isPresent();
  }

  /** Returns the file; makes it, if it is missing. */
  static Path in(Store store) throws IOException {
    WholeFiles files = new WholeFiles(store);
    Optional<Path> ready = files.find(Store.Area.FILES, KEY);
    if (ready.isPresent()) {
      return ready.get();
    }
    String resource = "/com/sun/jna/" + Platform.RESOURCE_PREFIX + "/libjnidispatch.so";
    try (InputStream in = Native.class.getResourceAsStream(resource);
        Store.Staged staged = store.stage(Store.Area.FILES)) {
      if (in == null) {
        throw new io.github.baci.api.BaciException(
            "RUN needs JNA, which does not know this CPU: " + Platform.RESOURCE_PREFIX);
      }
      Files.copy(in, staged.path(), StandardCopyOption.REPLACE_EXISTING);
      return files.put(staged, Store.Area.FILES, KEY);
    }
  }
}
