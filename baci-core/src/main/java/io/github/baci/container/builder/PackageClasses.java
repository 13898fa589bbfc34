package io.github.baci.container.builder;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** All classes of a package of this program. */
final class PackageClasses {
  private static final String SUFFIX = ".class";

  private final Class<?> one;

  /**
   * Takes a package.
   *
   * @param one a class of it
   */
  PackageClasses(Class<?> one) {
    this.one = one;
  }

  /** Loads and initialises them, from the class directory or jar that the one is from. */
  void load() throws IOException {
    Path place = place();
    String directory = one.getPackageName().replace('.', '/');
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(place.resolve(directory), "*" + SUFFIX)) {
        for (Path file : files) {
          loadFile(directory + "/" + file.getFileName());
        }
      }
      return;
    }
    try (ZipFile jar = new ZipFile(place.toFile())) {
      for (Enumeration<? extends ZipEntry> all = jar.entries(); all.hasMoreElements(); ) {
        String name = all.nextElement().getName();
        if (name.endsWith(SUFFIX)
            && name.lastIndexOf('/') == directory.length()
            && name.startsWith(directory)) {
          loadFile(name);
        }
      }
    }
  }

  private Path place() {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void loadFile(String file) {
    if (!file.endsWith("package-info" + SUFFIX)) {
      load(file.substring(0, file.length() - SUFFIX.length()).replace('/', '.'));
    }
  }

  /** Loads and initialises a class of this program. */
  static void load(String name) {
    try {
      Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
