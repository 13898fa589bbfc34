package io.github.baci.lambdas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class PlainLambdasTest {
  private static final String NAME = "io/github/baci/lambdas/Specimen";

  /** Where a serializable lambda is made: where it stands, and where it is read back. */
  private static final int SERIALIZABLE = 2;

  private static final int OWN_CLASSES = 8;

  private static SortedMap<String, byte[]> specimen() throws IOException {
    SortedMap<String, byte[]> classes = new TreeMap<>();
    for (String suffix :
        List.of("", "$Mixed", "$Kept", "$Inner", "$Nothing", "$Everything", "$Half")) {
      try (InputStream in =
          PlainLambdasTest.class.getResourceAsStream("/" + NAME + suffix + ".class")) {
        classes.put(NAME + suffix, in.readAllBytes());
      }
    }
    return classes;
  }

  /** Loads classes from their bytes, whatever its parent has. */
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> classes;

    Loader(Map<String, byte[]> classes) {
      super(PlainLambdasTest.class.getClassLoader());
      this.classes = classes;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      byte[] bytes = classes.get(name.replace('.', '/'));
      if (bytes == null) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? defineClass(name, bytes, 0, bytes.length) : known;
    }
  }

  /** Counts the calls whose methods are made at run time. */
  private static int metafactories(byte[] classFile) {
    int[] count = {0};
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String descriptor, String signature, String[] thrown) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInvokeDynamicInsn(
                      String method, String type, Handle bootstrap, Object... arguments) {
                    count[0]++;
                  }
                };
              }
            },
            0);
    return count[0];
  }

  @Test
  void rewrittenClassesDoTheSame() throws Exception {
    SortedMap<String, byte[]> rewritten = PlainLambdas.rewrite(specimen());
    Class<?> type = new Loader(rewritten).loadClass(NAME.replace('/', '.'));
    Supplier<?> made = (Supplier<?>) type.getConstructor().newInstance();
    assertThat(type).isNotEqualTo(Specimen.class);
    assertThat(made.get()).isEqualTo(new Specimen().get());
  }

  @Test
  void onlySerializableLambdasStay() throws IOException {
    SortedMap<String, byte[]> classes = specimen();
    assertThat(metafactories(classes.get(NAME))).isGreaterThan(15);
    assertThat(metafactories(PlainLambdas.rewrite(classes).get(NAME))).isEqualTo(SERIALIZABLE);
  }

  @Test
  void methodsOfRecordsAreWritten() throws IOException {
    SortedMap<String, byte[]> classes = specimen();
    SortedMap<String, byte[]> rewritten = PlainLambdas.rewrite(classes);
    for (String record : List.of("$Nothing", "$Everything", "$Half")) {
      assertThat(metafactories(classes.get(NAME + record))).isPositive();
      assertThat(metafactories(rewritten.get(NAME + record))).isZero();
    }
  }

  @Test
  void lambdasThatCaptureReferencesShareClassesOfTheNest() throws Exception {
    SortedMap<String, byte[]> classes = specimen();
    SortedMap<String, byte[]> rewritten = PlainLambdas.rewrite(classes);
    Class<?> type = new Loader(rewritten).loadClass(NAME.replace('/', '.'));
    assertThat(type.getNestMembers()).hasSize(rewritten.size());
    // Two are shared by lambdas of Specimen, one is of Inner, and five are of those with numbers.
    assertThat(rewritten).hasSize(classes.size() + OWN_CLASSES);
  }

  @Test
  void whatWasRewrittenIsNotRewrittenAgain() throws IOException {
    SortedMap<String, byte[]> once = PlainLambdas.rewrite(specimen());
    assertThat(PlainLambdas.rewrite(once).keySet()).isEqualTo(once.keySet());
  }

  @Test
  void otherFilesOfAJarStay(@TempDir Path directory) throws IOException {
    Path jar = directory.resolve("specimen.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      put(zip, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n".getBytes(StandardCharsets.UTF_8));
      for (Map.Entry<String, byte[]> type : specimen().entrySet()) {
        put(zip, type.getKey() + ".class", type.getValue());
      }
      put(zip, "other/Other.class", specimen().get(NAME));
    }
    Path lines = Files.writeString(directory.resolve("classes.txt"), NAME.replace('/', '.') + "\n");
    String[] arguments = {jar.toString(), "io/", lines.toString(), "META-INF/pack"};
    PlainLambdasMain.main(arguments);
    byte[] first = Files.readAllBytes(jar);
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      assertThat(zip.entries().nextElement().getName()).isEqualTo("META-INF/MANIFEST.MF");
      byte[] other = zip.getInputStream(zip.getEntry("other/Other.class")).readAllBytes();
      assertThat(other).isEqualTo(specimen().get(NAME));
      byte[] main = zip.getInputStream(zip.getEntry(NAME + ".class")).readAllBytes();
      assertThat(metafactories(main)).isEqualTo(SERIALIZABLE);
      byte[] pack = zip.getInputStream(zip.getEntry("META-INF/pack")).readAllBytes();
      SortedMap<String, byte[]> rewritten = PlainLambdas.rewrite(specimen());
      assertThat(pack).isEqualTo(ClassPackWriter.pack(rewritten, List.of(NAME.replace('/', '.'))));
    }
    PlainLambdasMain.main(arguments);
    assertThat(Files.readAllBytes(jar)).isEqualTo(first);
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(1_700_000_000_000L);
    zip.putNextEntry(entry);
    zip.write(bytes);
  }
}
