package io.github.baci.source.jlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a Java program expects of a system beside the runtime and its libraries. */
final class RuntimeFiles {
  private static final List<String> CERTIFICATES =
      List.of(
          "etc/ssl/certs/ca-certificates.crt",
          "etc/pki/tls/certs/ca-bundle.crt",
          "etc/ssl/ca-bundle.pem",
          "etc/ssl/cert.pem");
  private static final List<String> LOCALES =
      List.of("usr/lib/locale/C.utf8", "usr/lib/locale/C.UTF-8");

  private RuntimeFiles() {}

  /** Returns the texts, by path in the image. */
  static SortedMap<String, byte[]> texts() {
    SortedMap<String, byte[]> result = new TreeMap<>();
    result.put(
        "etc/passwd",
        utf8(
            """
            root:x:0:0:root:/root:/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin
            """));
    result.put(
        "etc/group",
        utf8(
            """
            root:x:0:
            nogroup:x:65534:
            nobody:x:65534:
            """));
    result.put(
        "etc/nsswitch.conf",
        utf8(
            """
            passwd: files
            group: files
            shadow: files
            hosts: files dns
            """));
    return result;
  }

  /**
   * Returns the files of this machine, by path in the image: the certificates of the authorities
   * that it trusts, and the UTF-8 locale of the C library.
   *
   * @param root the root directory of the machine
   */
  static SortedMap<String, Path> ofMachine(Path root) throws IOException {
    SortedMap<String, Path> result = new TreeMap<>();
    Optional<Path> certificates =
        CERTIFICATES.stream().map(root::resolve).filter(Files::isReadable).findFirst();
    if (certificates.isPresent()) {
      result.put(CERTIFICATES.get(0), certificates.get().toRealPath());
    }
    for (String name : LOCALES) {
      Path locale = root.resolve(name);
      if (!Files.isDirectory(locale)) {
        continue;
      }
      try (Stream<Path> walk = Files.walk(locale)) {
        for (Path file : (Iterable<Path>) walk::iterator) {
          if (Files.isRegularFile(file)) {
            result.put(
                LOCALES.get(0) + "/" + locale.relativize(file).toString(), file.toRealPath());
          }
        }
      }
      break;
    }
    return result;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
