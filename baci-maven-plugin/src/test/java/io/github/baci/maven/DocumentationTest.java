package io.github.baci.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentationTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#: ]*)(?:#([^)]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);
  private static final Path ROOT = Path.of("..");

  @Test
  void everyCommandIsTestedOrSaysWhyNot() throws IOException {
    assertThat(DocumentedBlock.all())
        .filteredOn(block -> block.language().equals("sh"))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            block ->
                assertThat(block.marker())
                    .as(block.place())
                    .matches("tested: (quick start|in nothing( with DIR)?)|not tested: .+"));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(path -> path.toString().endsWith(".md")).forEach(pages::add);
    }
    for (String name :
        List.of(
            "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "examples/README.md")) {
      pages.add(ROOT.resolve(name));
    }
    List<String> dead = new ArrayList<>();
    for (Path page : pages) {
      Matcher link = LINK.matcher(Files.readString(page).replaceAll("\\]\\s*\\n?\\(", "]("));
      while (link.find()) {
        Path target =
            link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1)).normalize();
        boolean there =
            Files.exists(target)
                && (link.group(2) == null || anchors(target).contains(link.group(2)));
        if (!there) {
          dead.add(page + ": " + link.group());
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  /** Returns the names that headings have in links: lower case, words joined by hyphens. */
  private static Set<String> anchors(Path page) throws IOException {
    Matcher heading = HEADING.matcher(Files.readString(page));
    return heading
        .results()
        .map(match -> match.group(1).toLowerCase(java.util.Locale.ROOT))
        .map(text -> text.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
        .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
