package io.github.baci.build;

import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.Mtime;
import io.github.baci.layer.TarHeader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A build context with a Dockerfile that changes as projects do: files come, go and become others,
 * and so do instructions. The same seed gives the same changes.
 */
final class ChangingContext {
  private static final List<String> DIRECTORIES = List.of("lib", "app", "etc");
  private static final List<String> MODES = List.of("rw-r--r--", "rwxr-xr-x", "rw-------");
  private static final List<String> FLAGS =
      List.of("", "--chown=7:8 ", "--chmod=0640 ", "--link ", "--exclude=f1* ");

  private final Path directory;
  private final Random chance;
  private final List<String> steps = new ArrayList<>();
  private int count;

  private ChangingContext(Path directory, long seed) {
    this.directory = directory;
    this.chance = new Random(seed);
  }

  /** Begins with some files of each kind, and an instruction for each. */
  static ChangingContext of(Path directory, long seed) throws IOException {
    ChangingContext context = new ChangingContext(directory, seed);
    for (String name : DIRECTORIES) {
      Files.createDirectories(directory.resolve(name + "/sub"));
      for (int i = 0; i < 4; i++) {
        context.addFile(directory.resolve(name));
        context.addFile(directory.resolve(name + "/sub"));
      }
      context.steps.add("COPY " + name + " /" + name + "/");
    }
    context.archive();
    context.steps.add(1, "ADD archive.tar /opt/");
    context.steps.add(2, "WORKDIR /srv/work");
    context.dockerfile();
    return context;
  }

  /**
   * Puts files below all others, of which so much is in the image that states of hashes, and where
   * contents lie, are worth to be remembered.
   */
  void addManyFiles(int files, int bytesOfOne) throws IOException {
    Path many = Files.createDirectories(directory.resolve("many/sub"));
    for (int i = 0; i < files; i++) {
      Files.writeString(many.resolve("n" + i), "content of " + i);
    }
    byte[] random = new byte[bytesOfOne];
    chance.nextBytes(random);
    Files.write(directory.resolve("many/large"), random);
    steps.add(0, "COPY many /many");
    dockerfile();
  }

  /** Changes something, and says what. */
  String change() throws IOException {
    String what = oneChange();
    dockerfile();
    return what;
  }

  private String oneChange() throws IOException {
    Path file = pick(files());
    switch (chance.nextInt(12)) {
      case 0, 1 -> {
        Files.write(file, content());
        return "other content of " + file;
      }
      case 2 -> {
        return "a new file " + Files.write(file.resolveSibling("f" + count++), content());
      }
      case 3 -> {
        Files.delete(file);
        return "deleted " + file;
      }
      case 4 -> {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(pick(MODES)));
        return "another mode of " + file;
      }
      case 5 -> {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000L * chance.nextInt(1000)));
        return "another time of " + file;
      }
      case 6 -> {
        Path moved = file.resolveSibling("f" + count++);
        Files.move(file, moved);
        return "moved " + file;
      }
      case 7 -> {
        Path link = file.resolveSibling("f" + count++);
        if (chance.nextBoolean()) {
          Files.createLink(link, file);
        } else {
          Files.createSymbolicLink(link, file.getFileName());
        }
        return "a link to " + file;
      }
      case 8 -> {
        archive();
        return "another archive";
      }
      case 9 -> {
        int at = chance.nextInt(steps.size());
        return steps.size() > 3 ? "without " + steps.remove(at) : "nothing";
      }
      default -> {
        String step = step();
        steps.add(chance.nextInt(steps.size() + 1), step);
        return "with " + step;
      }
    }
  }

  private String step() {
    int number = count++;
    return switch (chance.nextInt(5)) {
      case 0 -> "WORKDIR /work" + number % 3 + "/" + number;
      case 1 -> "ADD archive.tar /opt" + number % 2 + "/";
      case 2 -> "LABEL revision=" + number;
      case 3 -> "COPY " + pick(FLAGS) + pick(DIRECTORIES) + " " + pick(DIRECTORIES) + " /all/";
      default -> "COPY " + pick(FLAGS) + pick(DIRECTORIES) + "/sub /" + pick(DIRECTORIES) + "/";
    };
  }

  /** Writes the Dockerfile as editors do: a new file takes the name. */
  private void dockerfile() throws IOException {
    Path draft = directory.resolve("Dockerfile~");
    Files.writeString(draft, "FROM scratch\n" + String.join("\n", steps) + "\nCMD [\"/a\"]\n");
    Files.move(draft, directory.resolve("Dockerfile"), StandardCopyOption.REPLACE_EXISTING);
  }

  String text() {
    return String.join("\n", steps);
  }

  private Path addFile(Path parent) throws IOException {
    return Files.write(parent.resolve("f" + count++), content());
  }

  private byte[] content() {
    int length = chance.nextInt(4) == 0 ? 0 : chance.nextInt(3000);
    return "%s %d ".formatted("text", count++).repeat(length / 8).getBytes(StandardCharsets.UTF_8);
  }

  private void archive() throws IOException {
    ByteArrayOutputStream tar = new ByteArrayOutputStream();
    Mtime time = new Mtime(chance.nextInt(1_000_000), chance.nextInt(2) * 500_000_000);
    tar.writeBytes(
        TarHeader.encode(new LayerEntry.Directory("d", Attributes.of(0755, 1, 2, time))));
    for (int i = 0; i < 3; i++) {
      byte[] content = content();
      tar.writeBytes(
          TarHeader.encode(
              new LayerEntry.RegularFile(
                  "d/f" + i + chance.nextInt(3),
                  Attributes.of(0644, 3, 4, time),
                  content.length,
                  0)));
      tar.writeBytes(content);
      tar.writeBytes(new byte[-content.length & 511]);
    }
    tar.writeBytes(new byte[1024]);
    Files.write(directory.resolve("archive.tar"), tar.toByteArray());
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : DIRECTORIES) {
      try (Stream<Path> all = Files.walk(directory.resolve(name))) {
        all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
            .sorted()
            .forEach(files::add);
      }
    }
    return files;
  }

  private <T> T pick(List<T> all) {
    return all.get(chance.nextInt(all.size()));
  }
}
