package io.github.baci.source.jlink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Collects the shared libraries that some files need, and those that these need, with the dynamic
 * linker itself. In the image they all lie in the directory of the C library, where the linker
 * looks without any configuration. Not safe for several threads.
 */
final class SharedLibraries {
  /** Libraries that glibc before 2.34 loads by name to look up users and hosts. */
  private static final List<String> NAME_SERVICES =
      List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2");

  private static final Pattern GLIBC =
      Pattern.compile("GNU C Library .{0,80}?version 2\\.([0-9]+)");
  private static final int GLIBC_WITH_NAME_SERVICES = 34;

  private final LibraryPath path;
  private final SortedMap<String, Path> found = new TreeMap<>();
  private final SortedMap<String, Path> interpreters = new TreeMap<>();
  private final SortedSet<String> missing = new TreeSet<>();
  private final Deque<Path> queue = new ArrayDeque<>();
  private final Set<Path> seen = new HashSet<>();
  private final Set<String> ownNames = new HashSet<>();

  SharedLibraries(LibraryPath path) {
    this.path = path;
  }

  /** Adds files that come into the image anyway: they need libraries, and are some themselves. */
  void add(Collection<Path> files) throws IOException {
    files.forEach(file -> ownNames.add(file.getFileName().toString()));
    queue.addAll(files);
    follow();
    nameServices();
  }

  private void follow() throws IOException {
    while (!queue.isEmpty()) {
      Path file = queue.remove();
      if (!seen.add(file)) {
        continue;
      }
      Optional<ElfFile> elf = ElfFile.read(file);
      if (elf.isEmpty()) {
        continue;
      }
      elf.get().interpreter().ifPresent(name -> interpreters.put(name, Path.of(name)));
      for (String name : elf.get().needed()) {
        need(name, file, elf.get());
      }
    }
  }

  private void need(String name, Path user, ElfFile elf) throws IOException {
    String simple = name.substring(name.lastIndexOf('/') + 1);
    if (found.containsKey(simple) || ownNames.contains(simple)) {
      return;
    }
    Optional<Path> library = path.find(name, user, elf);
    if (library.isPresent()) {
      found.put(simple, library.get());
      queue.add(library.get());
    } else {
      missing.add("%s (of %s)".formatted(simple, user.getFileName()));
    }
  }

  private void nameServices() throws IOException {
    Path libc = found.get("libc.so.6");
    if (libc == null || found.containsKey(NAME_SERVICES.get(0))) {
      return;
    }
    Matcher version =
        GLIBC.matcher(new String(Files.readAllBytes(libc), StandardCharsets.ISO_8859_1));
    if (version.find() && Integer.parseInt(version.group(1)) >= GLIBC_WITH_NAME_SERVICES) {
      return;
    }
    for (String name : NAME_SERVICES) {
      Path library = libc.resolveSibling(name);
      if (Files.exists(library)) {
        found.put(name, library);
        queue.add(library);
      }
    }
    follow();
  }

  /** Returns the libraries by their path in the image. */
  SortedMap<String, Path> libraries() {
    SortedMap<String, Path> result = new TreeMap<>();
    String directory = directory();
    found.forEach((name, file) -> result.put(directory + "/" + name, file));
    interpreters.forEach(
        (name, file) -> {
          // Loaded under this name before anything else, it also serves what needs it as a library.
          result.remove(directory + "/" + file.getFileName());
          result.put(name.substring(1), file);
        });
    return result;
  }

  /** Returns what is needed but not on this machine, and what needs it. */
  SortedSet<String> missing() {
    return missing;
  }

  private String directory() {
    return found.entrySet().stream()
        .filter(
            entry -> entry.getKey().startsWith("libc.so") || entry.getKey().startsWith("libc.musl"))
        .findFirst()
        .map(entry -> entry.getValue().getParent())
        .map(directory -> directory.toString().substring(1))
        .orElse("lib");
  }
}
