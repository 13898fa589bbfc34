package io.github.baci.source.jlink;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.baci.api.BaciException;
import io.github.baci.api.BuildListener;
import io.github.baci.store.DirectoryStore;
import io.github.baci.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Finds the modules of small jars that are compiled here. */
class ModuleDependenciesTest {
  private static final Path JDK = Path.of(System.getProperty("java.home"));
  private static final String PLAIN = "package a; public class Plain { }";
  private static final String SQL = "package a; class Sql { java.sql.Connection c; }";

  @TempDir Path directory;
  private final List<String> activities = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** Returns class files by path. */
  private Map<String, byte[]> compile(Map<String, String> sources, String... options)
      throws IOException {
    Path out = Files.createTempDirectory(directory, "classes");
    List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", out.toString()));
    arguments.addAll(List.of(options));
    Path in = Files.createTempDirectory(directory, "sources");
    for (Map.Entry<String, String> source : sources.entrySet()) {
      arguments.add(Files.writeString(in.resolve(source.getKey()), source.getValue()).toString());
    }
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(null, messages, messages, arguments.toArray(String[]::new));
    assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    Map<String, byte[]> classes = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(out)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        classes.put(out.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return classes;
  }

  private static void write(OutputStream out, String manifest, Map<String, byte[]> entries)
      throws IOException {
    JarOutputStream jar = new JarOutputStream(out);
    jar.putNextEntry(new JarEntry("META-INF/MANIFEST.MF"));
    jar.write(("Manifest-Version: 1.0\n" + manifest).getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      jar.putNextEntry(new JarEntry(entry.getKey()));
      jar.write(entry.getValue());
    }
    jar.finish();
  }

  private Path jar(String name, String manifest, Map<String, byte[]> entries) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out = Files.newOutputStream(file)) {
      write(out, manifest, entries);
    }
    return file;
  }

  private List<String> modules(Path jar, String... further)
      throws IOException, InterruptedException {
    BuildListener listener =
        new BuildListener() {
          @Override
          public void activity(String what) {
            activities.add(what);
          }

          @Override
          public void warning(String message) {
            warnings.add(message);
          }
        };
    try (Store store = DirectoryStore.open(directory.resolve("store"))) {
      return new ModuleDependencies(store, listener).of(JDK, List.of(jar), List.of(further));
    }
  }

  private List<String> modulesOf(String name, String source)
      throws IOException, InterruptedException {
    return modules(jar("app.jar", "", compile(Map.of(name, source))));
  }

  @Test
  void everyProgramGetsWhatJavaBaseFindsAsServices() throws Exception {
    assertThat(modulesOf("Plain.java", PLAIN))
        .containsExactly("java.base", "jdk.crypto.ec", "jdk.net", "jdk.zipfs");
  }

  @Test
  void whatFieldsMethodsAnnotationsAndTypeArgumentsReferToIsFound() throws Exception {
    assertThat(
            modulesOf(
                "A.java",
                """
                package a;
                @java.beans.JavaBean
                abstract class A {
                  java.sql.Connection field;
                  abstract java.util.List<java.util.prefs.Preferences> method(java.rmi.Remote[][] r);
                  void code() { java.net.http.HttpClient.newHttpClient(); }
                }
                """))
        .contains("java.desktop", "java.sql", "java.prefs", "java.rmi", "java.net.http");
  }

  @Test
  void aModuleThatIsRequiredForCompilingAloneIsNotTaken() throws Exception {
    Map<String, String> sources =
        Map.of(
            "module-info.java",
            "module a { requires static java.sql; requires java.prefs; exports a; }",
            "Plain.java",
            PLAIN);

    assertThat(modules(jar("app.jar", "", compile(sources))))
        .contains("java.prefs")
        .doesNotContain("java.sql");
  }

  @Test
  void aModuleThatNoJdkHasIsLeftOut() throws Exception {
    Path gone = Files.createDirectories(directory.resolve("gone/java.xml.ws"));
    compile(
        Map.of(
            "module-info.java",
            "module java.xml.ws { exports w; }",
            "W.java",
            "package w; public class W { }"),
        "-d",
        gone.toString());
    Map<String, String> sources =
        Map.of("module-info.java", "module a { requires java.xml.ws; }", "Plain.java", PLAIN);

    Path jar =
        jar(
            "app.jar",
            "",
            compile(sources, "--module-path", requireNonNull(gone.getParent()).toString()));

    assertThat(modules(jar)).doesNotContain("java.xml.ws").contains("java.base");
  }

  @Test
  void onlyVersionsThatTheRuntimeLoadsCount() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>(compile(Map.of("Plain.java", PLAIN)));
    compile(Map.of("Sql.java", SQL))
        .forEach((path, bytes) -> entries.put("META-INF/versions/9/" + path, bytes));
    compile(Map.of("Plain.java", "package a; class Plain { java.util.prefs.Preferences p; }"))
        .forEach((path, bytes) -> entries.put("META-INF/versions/999/" + path, bytes));

    assertThat(modules(jar("multi.jar", "Multi-Release: true\n", entries)))
        .contains("java.sql")
        .doesNotContain("java.prefs");
    assertThat(modules(jar("single.jar", "", entries))).doesNotContain("java.sql");
  }

  @Test
  void jarsInAJarAreLookedInto() throws Exception {
    ByteArrayOutputStream library = new ByteArrayOutputStream();
    write(library, "", compile(Map.of("Sql.java", SQL)));

    Path jar = jar("boot.jar", "", Map.of("BOOT-INF/lib/library.jar", library.toByteArray()));

    assertThat(modules(jar)).contains("java.sql");
  }

  @Test
  void anAgentGetsWhatStartsIt() throws Exception {
    Path jar = jar("agent.jar", "Premain-Class: a.Plain\n", compile(Map.of("Plain.java", PLAIN)));

    assertThat(modules(jar)).contains("java.instrument");
  }

  @Test
  void whatAStringNamesIsTakenIfItIsSmallAndToldIfItIsLarge() throws Exception {
    String source =
        """
        package a;
        class Reflective {
          String dns = "com.sun.jndi.dns.DnsContextFactory";
          String process = "com.sun.management.OperatingSystemMXBean";
          String image = "java.awt.image.BufferedImage";
          String none = "java.awt.NoSuchClass and no.java.sql.Driver";
        }
        """;

    assertThat(modulesOf("Reflective.java", source))
        .contains("jdk.naming.dns", "jdk.management")
        .doesNotContain("java.desktop", "java.sql");
    assertThat(activities)
        .filteredOn(what -> what.contains("left out"))
        .singleElement()
        .asString()
        .contains("java.desktop", "jlink://auto,java.desktop");
  }

  @Test
  void whatIsAskedForIsThereInAnyCase() throws Exception {
    assertThat(modules(jar("app.jar", "", Map.of()), "jdk.localedata")).contains("jdk.localedata");
  }

  @Test
  void aJarIsLookedIntoOnce() throws Exception {
    Path jar = jar("app.jar", "", compile(Map.of("Sql.java", SQL)));

    assertThat(modules(jar)).isEqualTo(modules(jar)).contains("java.sql");
    assertThat(activities).hasSize(1);
  }

  @Test
  void damagedClassesArePassedOver() throws Exception {
    byte[] half = compile(Map.of("Sql.java", SQL)).get("a/Sql.class");
    Map<String, byte[]> entries =
        Map.of(
            "a/Half.class",
            java.util.Arrays.copyOf(half, 20),
            "a/None.class",
            new byte[] {1, 2, 3},
            "module-info.class",
            java.util.Arrays.copyOf(half, 30),
            "a/Sql.class",
            half);

    assertThat(modules(jar("app.jar", "", entries))).contains("java.sql");
  }

  @Test
  void whatIsNoJarIsNamed() throws Exception {
    Path none = Files.writeString(directory.resolve("none.jar"), "no jar");

    assertThatThrownBy(() -> modules(none))
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("none.jar");
  }

  @Test
  void aJarThatIsCutOffOrHasADamagedManifestIsNamed() throws Exception {
    byte[] whole = Files.readAllBytes(jar("app.jar", "", compile(Map.of("Sql.java", SQL))));
    Path cut = Files.write(directory.resolve("cut.jar"), Arrays.copyOf(whole, whole.length / 2));
    Path manifest = jar("manifest.jar", "no header at all\n", Map.of());

    for (Path jar : List.of(cut, manifest)) {
      assertThatThrownBy(() -> modules(jar))
          .isInstanceOf(BaciException.class)
          .hasMessageStartingWith("jlink://auto cannot look into '%s': ", jar)
          .hasMessageEndingWith("; build or fetch the jar anew, or name the modules");
    }
  }

  @Test
  void aJarWithinAJarThatIsCutOffIsToldEachTime() throws Exception {
    ByteArrayOutputStream library = new ByteArrayOutputStream();
    write(library, "", compile(Map.of("Sql.java", SQL)));
    byte[] cut = Arrays.copyOf(library.toByteArray(), library.size() - 200);
    Path jar =
        jar("boot.jar", "", Map.of("BOOT-INF/lib/cut.jar", cut, "lib/none.jar", new byte[9]));

    for (int i = 0; i < 2; i++) {
      warnings.clear();
      assertThat(modules(jar)).contains("java.base");
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith("jlink://auto cannot look into 'BOOT-INF/lib/cut.jar' in '" + jar + "': ");
    }
  }

  @Test
  void classesThatTheRuntimeWillNotLoadAreTold() throws Exception {
    Map<String, byte[]> classes = new TreeMap<>(compile(Map.of("Sql.java", SQL)));
    byte[] later = requireNonNull(classes.get("a/Sql.class")).clone();
    later[7] = 100; // the class file version of Java 56
    modules(
        jar(
            "mixed.jar",
            "",
            Map.of("a/Later.class", later, "a/Sql.class", classes.get("a/Sql.class"))));
    modules(
        jar(
            "multi.jar",
            "Multi-Release: true\n",
            Map.of("META-INF/versions/9/a/Later.class", later)));
    assertThat(warnings).isEmpty();

    for (String place : List.of("", "BOOT-INF/classes/", "WEB-INF/classes/")) {
      warnings.clear();
      Map<String, byte[]> entries = new TreeMap<>();
      entries.put(place + "a/Later.class", later);
      if (!place.isEmpty()) {
        entries.put("loader/Sql.class", classes.get("a/Sql.class"));
      }
      assertThat(modules(jar("app.jar", "", entries))).contains("java.sql");
      assertThat(warnings)
          .as(place)
          .singleElement()
          .asString()
          .contains("app.jar' need Java 56, and the runtime is Java ", "build with JDK 56");
    }
  }

  @Test
  void aDeclarationInAVersionOfAJarCounts() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>(compile(Map.of("Plain.java", PLAIN)));
    byte[] declaration =
        compile(
                Map.of(
                    "module-info.java",
                    "module a { requires java.prefs; exports a; }",
                    "Plain.java",
                    PLAIN))
            .get("module-info.class");
    entries.put("META-INF/versions/9/module-info.class", declaration);

    assertThat(modules(jar("multi.jar", "Multi-Release: true\n", entries))).contains("java.prefs");
    assertThat(modules(jar("single.jar", "", entries))).doesNotContain("java.prefs");
  }

  @Test
  void signaturesAndClassPathsOfManifestsDoNotMatter() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>(compile(Map.of("Sql.java", SQL)));
    entries.put("META-INF/A.SF", "Signature-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
    entries.put("META-INF/A.RSA", new byte[] {1, 2, 3});

    assertThat(modules(jar("signed.jar", "Class-Path: lib/gone.jar ../x.jar\n", entries)))
        .contains("java.sql");
  }

  @Test
  void aJavaWithoutAnImageOfItsModulesIsNamed() {
    assertThatThrownBy(
            () -> {
              try (Store store = DirectoryStore.open(directory.resolve("store"))) {
                new ModuleDependencies(store, BuildListener.SILENT)
                    .of(directory, List.of(), List.of());
              }
            })
        .isInstanceOf(BaciException.class)
        .hasMessageContaining("lib/modules");
  }
}
