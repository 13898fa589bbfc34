package io.github.baci.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.baci.store.Store.Area;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What others on the machine may do with a store (CVE-2021-41091 is docker's fault of the kind).
 */
class StorePermissionsTest {
  private static final Set<PosixFilePermission> OWNERS =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.OWNER_EXECUTE);

  @TempDir private Path directory;

  /** Makes something of every kind in a store. */
  static final class Use {
    private Use() {}

    public static void main(String[] arguments) throws IOException {
      try (Store store = DirectoryStore.open(Path.of(arguments[0]))) {
        try (Store.Staged staged = store.stage(Area.LAYERS)) {
          Files.writeString(staged.path(), "x");
          staged.commit("committed");
        }
        try (Store.Staged staged = store.stage(Area.STEPS)) {
          staged.replace("replaced");
        }
        store.lock("lock").close();
        store.newTemporaryDirectory();
        Files.createDirectory(Path.of(arguments[1]));
        try (Stream<Path> all = Files.walk(store.root())) {
          for (Path path : all.toList()) {
            System.out.println(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(path)) + " " + path);
          }
        }
      }
    }
  }

  private List<String> useWithUmask(String umask) throws Exception {
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask " + umask + "; exec \"$@\"",
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Use.class.getName(),
                directory.resolve("above/it/store").toString(),
                directory.resolve("witness-of-the-umask").toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "077"})
  void everythingIsTheOwnersAloneWhateverTheUmask(String umask) throws Exception {
    List<String> found = useWithUmask(umask);

    assertThat(found)
        .hasSizeGreaterThan(12)
        .allMatch(line -> line.startsWith("rwx------ ") || line.startsWith("rw------- "));
    for (String made : List.of("above", "above/it", "above/it/store")) {
      assertThat(permissions(directory.resolve(made))).isEqualTo("rwx------");
    }
    assertThat(permissions(directory.resolve("witness-of-the-umask")))
        .isEqualTo(umask.equals("000") ? "rwxrwxrwx" : "rwx------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxr-xr-x", "rwxrwxrwx", "rwxrwx---"})
  void storeThatIsOpenToOthersIsClosedToThemWhenItIsOpened(String before) throws IOException {
    Path root = directory.resolve("store");
    DirectoryStore.open(root).close();
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString(before));

    DirectoryStore.open(root).close();

    assertThat(permissions(root)).isEqualTo("rwx------");
  }

  @Test
  void emptyDirectoryThatIsGivenIsClosedToOthersToo() throws IOException {
    Path root = Files.createDirectory(directory.resolve("given"));
    Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwxrwxrwx"));

    DirectoryStore.open(root).close();

    assertThat(permissions(root)).isEqualTo("rwx------");
    assertThat(Files.getPosixFilePermissions(directory)).isSubsetOf(OWNERS);
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
