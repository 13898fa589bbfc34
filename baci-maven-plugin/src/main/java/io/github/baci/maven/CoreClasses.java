package io.github.baci.maven;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes behind the door of the core, in the place of Maven's class loader. That looks
 * for each class in three places, with an exception for each miss, and in the jar file by file; for
 * the six hundred classes of a small build that is more work than the build. This one takes most
 * from the one file that the plugin's build {@linkplain ClassPack packs} them in, and the others
 * from the jar.
 *
 * <p>All classes of a package come from one loader: Maven's has what goals name in the signatures
 * of their methods, and so may be loaded before anything of this plugin runs ({@link #isBehind}),
 * and asks this one for the rest. Where the plugin is not in a jar, or not in a loader of Maven's,
 * nothing changes.
 */
final class CoreClasses extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String ROOT = "io.github.baci.";

  /** What of {@link #ROOT} Maven's own loader keeps, beside classes of the root package. */
  private static final List<String> BEFORE_THE_DOOR =
      List.of("api.", "maven.", "baci_maven_plugin.", "discovery.", "inspect.", "plan.check.");

  /**
   * What this loader has, as Maven's class loader names it: packages with all below them, or, where
   * an asterisk ends the name, without.
   */
  static final List<String> IMPORTS =
      List.of(
          "aci",
          "build",
          "compress",
          "concurrent",
          "container",
          "context",
          "convert",
          "dockerfile",
          "engine",
          "http",
          "image",
          "json",
          "layer",
          "oci",
          "output",
          "plan.*",
          "push",
          "registry",
          "run",
          "signature",
          "source",
          "store",
          "stream");

  private final ClassLoader platform = ClassLoader.getPlatformClassLoader();
  private final URLClassLoader realm;
  private final ZipFile jar;
  private final ClassPack pack;
  private final ProtectionDomain domain;

  private CoreClasses(URLClassLoader realm, ZipFile jar, ProtectionDomain domain) {
    super(realm);
    this.realm = realm;
    this.jar = jar;
    this.pack = ClassPack.in(jar);
    this.domain = domain;
  }

  /**
   * Has the core loaded in this way from now on. To be called before any class behind the door is
   * needed, and once.
   *
   * @param type a class of the plugin
   */
  static void loadFor(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    try {
      if (loader instanceof ClassRealm realm) {
        ZipFile jar = jarOf(type.getProtectionDomain());
        if (jar != null && jar.getEntry(ClassPack.NAME) != null) {
          CoreClasses classes = new CoreClasses(realm, jar, type.getProtectionDomain());
          for (String name : IMPORTS) {
            realm.importFrom(classes, ROOT + name);
          }
        }
      }
    } catch (NoClassDefFoundError e) {
      // a loader of another kind does it in its own way
    }
  }

  private static @Nullable ZipFile jarOf(ProtectionDomain domain) {
    CodeSource source = domain.getCodeSource();
    if (source == null || source.getLocation() == null) {
      return null;
    }
    try {
      File file = new File(source.getLocation().toURI());
      return file.isFile() ? new ZipFile(file) : null;
    } catch (URISyntaxException | IllegalArgumentException | IOException e) {
      return null; // Maven's loader has found it in its own way
    }
  }

  /** Returns whether a class of this name is behind the door: this loader's, if it is there. */
  static boolean isBehind(String name) {
    if (!name.startsWith(ROOT) || name.indexOf('.', ROOT.length()) < 0) {
      return false;
    }
    for (String before : BEFORE_THE_DOOR) {
      if (name.startsWith(before, ROOT.length())) {
        return false;
      }
    }
    return true;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return platform.loadClass(name);
    }
    if (!isBehind(name)) {
      return realm.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? findClass(name) : known;
    }
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    ClassPack.Place place = pack.find(name);
    if (place != null) {
      return defineClass(name, place.bytes(), place.offset(), place.length(), domain);
    }
    ZipEntry entry = jar.getEntry(name.replace('.', '/').concat(".class"));
    if (entry == null) {
      throw new ClassNotFoundException(name);
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = in.readAllBytes();
      return defineClass(name, bytes, 0, bytes.length, domain);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }

  private static boolean isBehindAsResource(String name) {
    return isBehind(name.replace('/', '.'));
  }

  /** Maven's loader asks this one for files of its packages, so that it must not be asked so. */
  @Override
  public @Nullable URL getResource(String name) {
    return isBehindAsResource(name) ? findResource(name) : super.getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return isBehindAsResource(name) ? findResources(name) : super.getResources(name);
  }

  @Override
  protected @Nullable URL findResource(String name) {
    return isBehindAsResource(name) ? realm.findResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return isBehindAsResource(name) ? realm.findResources(name) : Collections.emptyEnumeration();
  }
}
