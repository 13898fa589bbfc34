package io.github.baci.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fenced block of the documentation. A comment before it says what tests do with it: {@code
 * tested: quick start}, {@code tested: in nothing}, or {@code not tested:} and why.
 *
 * @param place file and line
 * @param language what stands after the fence
 * @param marker what the comment says; empty if there is none
 * @param text the lines of the block
 */
record DocumentedBlock(String place, String language, String marker, String text) {
  private static final Path ROOT = Path.of("..");

  /** Returns the blocks of the README, which come first, and of all pages of the documentation. */
  static List<DocumentedBlock> all() throws IOException {
    List<DocumentedBlock> blocks = new ArrayList<>();
    read(ROOT.resolve("README.md"), blocks);
    try (Stream<Path> pages = Files.list(ROOT.resolve("docs"))) {
      for (Path page : pages.filter(path -> path.toString().endsWith(".md")).sorted().toList()) {
        read(page, blocks);
      }
    }
    return blocks;
  }

  private static void read(Path page, List<DocumentedBlock> blocks) throws IOException {
    List<String> lines = Files.readAllLines(page);
    String marker = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("<!--") && line.endsWith("-->")) {
        marker = line.substring(4, line.length() - 3).strip();
      } else if (line.startsWith("```")) {
        int start = i + 1;
        do {
          i++;
        } while (!lines.get(i).startsWith("```"));
        blocks.add(
            new DocumentedBlock(
                page.getFileName() + ":" + start,
                line.substring(3).strip(),
                marker,
                String.join("\n", lines.subList(start, i)) + "\n"));
        marker = "";
      } else if (!line.isBlank()) {
        marker = "";
      }
    }
  }
}
