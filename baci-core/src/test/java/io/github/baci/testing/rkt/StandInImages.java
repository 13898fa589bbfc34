package io.github.baci.testing.rkt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The stand-in's image store. */
final class StandInImages {
  private static final int SHORT = "sha512-".length() + 32;
  private static final int FULL = "sha512-".length() + 64;

  private final Path directory;
  private final StandInArguments arguments;
  private final Path home;

  StandInImages(Path dataDirectory, StandInArguments arguments, Path home) throws IOException {
    this.directory = Files.createDirectories(dataDirectory.resolve("cas"));
    this.arguments = arguments;
    this.home = home;
  }

  /**
   * An image in the store.
   *
   * @param hash what it is known by
   * @param directory where it is unpacked
   */
  record Image(String hash, Path directory) {
    JsonNode manifest() throws IOException {
      return new ObjectMapper().readTree(directory.resolve("manifest").toFile());
    }
  }

  /** Prints the hash of an image, which is put into the store. */
  void fetch() throws IOException, StandInRefusal {
    for (String word : arguments.words()) {
      String hash = find(word).hash();
      System.out.println(arguments.isSet("full") ? hash : hash.substring(0, SHORT));
    }
  }

  /** Prints the manifest of an image in the store. */
  void printManifest() throws IOException, StandInRefusal {
    List<String> words = arguments.words();
    if (!words.get(0).equals("cat-manifest")) {
      throw new StandInRefusal(
          "Error: unknown command \"%s\" for \"rkt image\"".formatted(words.get(0)));
    }
    System.out.println(known(words.get(1)).manifest().toPrettyString());
  }

  /** Returns the stage1 image that the command line names. */
  Image stage1() throws IOException, StandInRefusal {
    String hash = arguments.option("stage1-hash", "");
    String path = arguments.option("stage1-path", "");
    if (hash.isEmpty() && path.isEmpty()) {
      throw new StandInRefusal(
          "run: open %s/stage1-coreos.aci: no such file or directory".formatted(home));
    }
    return hash.isEmpty() ? file(Path.of(path)) : known(hash);
  }

  /** Returns an image by its hash or its file. */
  Image find(String word) throws IOException, StandInRefusal {
    if (word.startsWith("sha512-")) {
      return known(word);
    }
    if (word.contains("://") || !(word.endsWith(".aci") || Files.exists(Path.of(word)))) {
      throw new StandInRefusal(arguments.command() + ": discovery failed");
    }
    return file(Path.of(word));
  }

  private Image known(String hash) throws IOException, StandInRefusal {
    try (var images = Files.list(directory)) {
      List<Path> found =
          images.filter(path -> path.getFileName().toString().startsWith(hash)).toList();
      if (found.size() != 1) {
        throw new StandInRefusal(arguments.command() + ": no image IDs found");
      }
      return new Image(found.get(0).getFileName().toString(), found.get(0));
    }
  }

  private Image file(Path aci) throws IOException, StandInRefusal {
    Path signature = Path.of(aci + ".asc");
    for (Path needed : arguments.isInsecure("image") ? List.of(aci) : List.of(aci, signature)) {
      if (!Files.exists(needed)) {
        throw new StandInRefusal(
            "%s: open %s: no such file or directory".formatted(arguments.command(), needed));
      }
    }
    String hash = hash(aci);
    Path target = directory.resolve(hash);
    if (!Files.exists(target)) {
      Path unpacked = Files.createTempDirectory(directory, "tmp");
      StandInRkt.run(
          List.of("tar", "--numeric-owner", "-C", unpacked.toString(), "-xpf", aci.toString()));
      try {
        Files.move(unpacked, target);
      } catch (IOException e) {
        StandInRkt.run(List.of("rm", "-rf", unpacked.toString()));
        if (!Files.exists(target)) {
          throw e;
        }
      }
    }
    return new Image(hash, target);
  }

  private static String hash(Path aci) throws IOException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(aci))) {
      file.mark(2);
      boolean isGzip = file.read() == 0x1f && file.read() == 0x8b;
      file.reset();
      MessageDigest digest = MessageDigest.getInstance("SHA-512");
      try (InputStream tar =
          new DigestInputStream(isGzip ? new GZIPInputStream(file) : file, digest)) {
        tar.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return ("sha512-" + HexFormat.of().formatHex(digest.digest())).substring(0, FULL);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
