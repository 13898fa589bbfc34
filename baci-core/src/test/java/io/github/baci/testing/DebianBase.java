package io.github.baci.testing;

import io.github.baci.api.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Debian 12 as a base image: a minimal system with apt that can verify signatures. It has the
 * package sources and the proxy of this machine's apt, so that {@code RUN apt-get} works where the
 * tests do. Made by root only.
 */
public final class DebianBase {
  private static final String SUITE = "bookworm";

  private DebianBase() {}

  /** Returns the image, tagged {@code bookworm}; made once and kept. */
  public static TestImage image() {
    Path tar = rootTar();
    String name = tar.getFileName().toString().replace(".tar", "");
    Path layout = TestCache.get(name, part -> TestImage.make(part, SUITE, tar, "/bin/bash"));
    return new TestImage(layout, SUITE);
  }

  /** Returns a tar file of the image's root file system; made once and kept. */
  public static Path rootTar() {
    List<String> options = aptOptions();
    List<Path> sources = aptSources();
    return TestCache.get(
        "debian-" + key(options, sources) + ".tar", part -> bootstrap(part, options, sources));
  }

  private static void bootstrap(Path tar, List<String> aptOptions, List<Path> aptSources) {
    List<String> words = new ArrayList<>(List.of("mmdebstrap", "--variant=minbase", "--quiet"));
    words.add("--format=tar");
    words.add("--include=gpgv,ca-certificates");
    aptOptions.forEach(option -> words.add("--aptopt=" + option));
    words.add(SUITE);
    words.add(tar.toString());
    aptSources.forEach(source -> words.add(source.toString()));
    Command.of(words).succeed();
  }

  /** The sources of Debian's own packages, where this machine has the same suite. */
  private static List<Path> aptSources() {
    return Stream.of("/etc/apt/sources.list", "/etc/apt/sources.list.d/debian.sources")
        .map(Path::of)
        .filter(file -> Files.exists(file) && read(file).contains(SUITE))
        .toList();
  }

  /** What apt on this machine needs to reach its sources. */
  private static List<String> aptOptions() {
    List<String> options = new ArrayList<>();
    for (String line : Command.of("apt-config", "dump", "Acquire").succeed().split("\n")) {
      if (line.matches("Acquire::(https?::|Check-|Retries)[^ ]* \".+\";")) {
        options.add(line.substring(0, line.length() - 1));
      }
    }
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      String name = variable.getKey();
      if (name.equals("http_proxy") || name.equals("https_proxy")) {
        String scheme = name.substring(0, name.indexOf('_'));
        options.add("Acquire::%s::Proxy \"%s\"".formatted(scheme, variable.getValue()));
      }
    }
    return options;
  }

  private static String key(List<String> options, List<Path> sources) {
    StringBuilder all = new StringBuilder("1\n");
    options.forEach(option -> all.append(option).append('\n'));
    sources.forEach(source -> all.append(read(source)));
    return Digest.sha256Of(all.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 12);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
