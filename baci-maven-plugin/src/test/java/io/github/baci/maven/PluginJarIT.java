package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.codehaus.plexus.classworlds.ClassWorld;
import org.codehaus.plexus.classworlds.realm.ClassRealm;
import org.junit.jupiter.api.Test;

/** The one jar that users download: what is in it of others, and under which names. */
class PluginJarIT {
  private static final long LARGEST = 15_000_000;

  private static final String LIBRARIES = "io/github/bacilibraries/";

  /** Those whose native code names their classes. */
  private static final List<String> KEEP_THEIR_NAMES = List.of("com/sun/jna/", "com/github/luben/");

  private static Path jar() throws IOException {
    List<Path> jars = new ArrayList<>();
    try (DirectoryStream<Path> found =
        Files.newDirectoryStream(Path.of("target"), "baci-maven-plugin-*.jar")) {
      found.forEach(jars::add);
    }
    jars.removeIf(jar -> jar.toString().matches(".*-(sources|javadoc)\\.jar"));
    assertThat(jars).hasSize(1);
    return jars.get(0);
  }

  private static Set<String> names() throws IOException {
    try (ZipFile zip = new ZipFile(jar().toFile())) {
      return zip.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String text(String name) throws IOException {
    try (ZipFile zip = new ZipFile(jar().toFile())) {
      return new String(
          zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void itIsSmall() throws Exception {
    assertThat(Files.size(jar())).isLessThan(LARGEST);
  }

  @Test
  void classesInThePackAreThoseOfTheJar() throws Exception {
    try (ZipFile zip = new ZipFile(jar().toFile())) {
      ClassPack pack = ClassPack.in(zip);
      int packed = 0;
      for (String name : names()) {
        String dotted = name.replace('/', '.').replaceFirst("\\.class$", "");
        ClassPack.Place place = name.endsWith(".class") ? pack.find(dotted) : null;
        if (place != null) {
          packed++;
          byte[] bytes = zip.getInputStream(zip.getEntry(name)).readAllBytes();
          int end = place.offset() + place.length();
          assertThat(Arrays.copyOfRange(place.bytes(), place.offset(), end)).isEqualTo(bytes);
          assertThat(CoreClasses.isBehind(dotted)).as(dotted).isTrue();
        }
      }
      assertThat(packed).isBetween(700, 1200);
      assertThat(pack.find("io.github.baci.build.NoSuchClass")).isNull();
    }
  }

  @Test
  void theCoreIsLoadedByAnotherLoaderThanItsDoor() throws Exception {
    ClassRealm realm = new ClassWorld().newRealm("plugin", getClass().getClassLoader().getParent());
    realm.addURL(jar().toUri().toURL());
    realm.importFrom(getClass().getClassLoader(), "org"); // Maven's own
    realm.importFrom(getClass().getClassLoader(), "javax.inject");

    Class<?> goal = Class.forName("io.github.baci.maven.BuildMojo", true, realm);
    Class<?> door = realm.loadClass("io.github.baci.Baci");
    Class<?> packed = realm.loadClass("io.github.baci.build.ImageBuild");
    Class<?> loose = realm.loadClass("io.github.baci.container.builder.BuilderMain");

    assertThat(goal.getClassLoader()).isSameAs(realm);
    assertThat(door.getClassLoader()).isSameAs(realm);
    assertThat(packed.getClassLoader().getClass().getName()).isEqualTo(CoreClasses.class.getName());
    assertThat(loose.getClassLoader()).isSameAs(packed.getClassLoader());
    assertThat(loose.getProtectionDomain()).isSameAs(goal.getProtectionDomain());
    assertThat(packed.getDeclaredConstructors()[0].getParameterTypes()[0])
        .isSameAs(realm.loadClass("io.github.baci.api.BuildRequest"));
    String table = "io/github/baci/container/seccomp/calls";
    assertThat(realm.getResource(table)).isNotNull().isEqualTo(loose.getResource("/" + table));
    assertThat(realm.getResource("io/github/baci/build/nothing")).isNull();
    assertThat(loose.getClassLoader().getResources(table).hasMoreElements()).isTrue();
    assertThatThrownBy(() -> realm.loadClass("io.github.baci.build.NoSuchClass"))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void librariesDoNotBearTheNamesByWhichOtherPluginsKnowThem() throws Exception {
    assertThat(names())
        .filteredOn(name -> name.endsWith(".class"))
        .allMatch(
            name ->
                name.startsWith("io/github/baci/")
                    || name.startsWith(LIBRARIES)
                    || KEEP_THEIR_NAMES.stream().anyMatch(name::startsWith))
        .anyMatch(name -> name.startsWith(LIBRARIES + "bouncycastle/openpgp/"))
        .anyMatch(name -> name.startsWith(LIBRARIES + "jackson/"));
  }

  @Test
  void eachLibraryIsListedWithItsLicence() throws Exception {
    Set<String> packages =
        names().stream()
            .filter(name -> name.startsWith(LIBRARIES))
            .map(name -> name.substring(0, name.indexOf('/', LIBRARIES.length())))
            .collect(Collectors.toCollection(TreeSet::new));
    packages.add("com/sun/jna");
    packages.add("com/github/luben/zstd");

    String list = text("META-INF/LIBRARIES.md");
    assertThat(packages)
        .allSatisfy(name -> assertThat(list).contains("| " + name.replace('/', '.') + " |"));
    assertThat(names())
        .contains(
            "META-INF/LICENSE",
            "META-INF/LICENSE.md",
            "META-INF/LICENSE.txt",
            "META-INF/NOTICE",
            "META-INF/AL2.0",
            "META-INF/LGPL2.1",
            "META-INF/jsoup/LICENSE",
            "about.html");
  }

  @Test
  void nativeCodeIsThereForMachinesThatRunCommandsAndForThoseThatOnlyBuild() throws Exception {
    assertThat(names())
        .filteredOn(name -> name.matches(".*\\.(so|dll|dylib|jnilib|a)"))
        .map(name -> name.substring(0, name.lastIndexOf('/')))
        .containsExactlyInAnyOrder(
            "com/sun/jna/linux-aarch64",
            "com/sun/jna/linux-x86-64",
            "darwin/aarch64",
            "darwin/x86_64",
            "linux/aarch64",
            "linux/amd64",
            "win/amd64");
  }

  @Test
  void nothingIsSignedOrServedThatIsNotThere() throws Exception {
    Set<String> names = names();
    assertThat(names).noneMatch(name -> name.matches("META-INF/.*\\.(SF|RSA|DSA)"));
    assertThat(names).noneMatch(name -> name.startsWith("META-INF/versions/"));
    for (String service : names) {
      if (service.startsWith("META-INF/services/")) {
        assertThat(text(service).strip().lines())
            .allSatisfy(type -> assertThat(names).contains(type.replace('.', '/') + ".class"));
      }
    }
  }
}
