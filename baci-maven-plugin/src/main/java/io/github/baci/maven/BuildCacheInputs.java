package io.github.baci.maven;

import io.github.baci.api.BuildInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Files that the maven-build-cache-extension takes for inputs of a project: those that its own
 * configuration or properties of the project name. Version 1.2.0 is what was looked at.
 */
final class BuildCacheInputs {
  static final String PREFIX = "maven.build.cache.input";
  private static final String GLOB = PREFIX + ".glob";
  private static final String PLUGIN = "baci-maven-plugin";

  private record Place(Path path, String glob, boolean recursive) {
    /**
     * As the extension does, finds no hidden files, and none below hidden directories, even if such
     * a directory is named. A hidden file counts that is named itself.
     */
    boolean has(Path file) {
      if (file.equals(path)) {
        return true;
      }
      if (!file.startsWith(path)
          || (!recursive && !path.equals(file.getParent()))
          || isHidden(path)) {
        return false;
      }
      for (Path name : path.relativize(file)) {
        if (isHidden(name)) {
          return false;
        }
      }
      return file.getFileSystem().getPathMatcher("glob:" + glob).matches(file.getFileName());
    }

    /** Returns whether files that come into a directory would be found. */
    boolean hasBelow(Path directory) {
      return has(directory.resolve("any")) || has(directory);
    }

    private static boolean isHidden(Path path) {
      return path.getFileName() != null && path.getFileName().toString().startsWith(".");
    }
  }

  private final Path baseDirectory;
  private final String defaultGlob;
  private final List<Place> places = new ArrayList<>();
  private boolean runsAlways;
  private boolean disabled;

  /**
   * Reads the properties of a project.
   *
   * @param baseDirectory what paths are relative to
   */
  BuildCacheInputs(Path baseDirectory, Properties properties) {
    this.baseDirectory = baseDirectory;
    this.defaultGlob = properties.getProperty(GLOB, "*");
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      if (name.startsWith(PREFIX) && !name.equals(GLOB)) {
        add(properties.getProperty(name), defaultGlob, true);
      }
    }
  }

  /** Takes a file, or a directory with all that is in it, for inputs. */
  void add(String path) {
    add(path, defaultGlob, true);
  }

  private void add(String path, String glob, boolean recursive) {
    places.add(place(baseDirectory.resolve(path.strip()).normalize(), glob, recursive));
  }

  private Place place(Path path, String glob, boolean recursive) {
    // Of a directory that the project is in, the extension looks at the files alone.
    return new Place(path, glob, recursive && !baseDirectory.startsWith(path));
  }

  /**
   * Returns which files and directories have to be inputs too, so that all that is taken is seen.
   *
   * @param input what is taken
   * @return paths that the extension takes for inputs; none if it sees all
   */
  List<Path> missing(BuildInput input) {
    if (runsAlways || disabled) {
      return List.of();
    }
    Place named = place(input.place(), defaultGlob, true);
    List<Place> wanted = new ArrayList<>();
    if (input.files().isEmpty() && places.stream().noneMatch(place -> place.hasBelow(named.path))) {
      wanted.add(named);
    }
    for (Path file : input.files()) {
      if (places.stream().noneMatch(place -> place.has(file))
          && wanted.stream().noneMatch(place -> place.has(file))) {
        Place below = named.recursive ? named : place(belowProject(file), defaultGlob, true);
        wanted.add(
            Stream.of(named, below)
                .filter(place -> place.has(file))
                .findFirst()
                .orElseGet(() -> new Place(file, defaultGlob, true)));
      }
    }
    return wanted.stream().map(Place::path).toList();
  }

  /** Returns the highest directory on the way to a file that the project is not in. */
  private Path belowProject(Path file) {
    Path highest = file;
    for (Path each = file;
        each != null && !baseDirectory.startsWith(each);
        each = each.getParent()) {
      highest = each;
    }
    return highest;
  }

  /** Reads the extension's configuration. One that is not well-formed, it tells of itself. */
  void addConfigured(Path file) {
    if (!Files.isRegularFile(file)) {
      return;
    }
    Document document;
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      document = builder.parse(file.toFile());
    } catch (IOException | SAXException | ParserConfigurationException e) {
      return;
    }
    for (Element include : elements(document.getDocumentElement(), "include")) {
      String glob = include.getAttribute("glob");
      add(
          include.getTextContent(),
          glob.isEmpty() ? defaultGlob : glob,
          !include.getAttribute("recursive").equals("false"));
    }
    for (Element always : elements(document.getDocumentElement(), "runAlways")) {
      for (String kind : List.of("plugin", "execution", "goalsList")) {
        for (Element each : elements(always, kind)) {
          runsAlways |= each.getAttribute("artifactId").equals(PLUGIN);
        }
      }
    }
    for (Element enabled : elements(document.getDocumentElement(), "enabled")) {
      disabled |=
          enabled.getParentNode().getNodeName().equals("configuration")
              && enabled.getTextContent().strip().equals("false");
    }
  }

  private static List<Element> elements(Element in, String name) {
    NodeList found = in.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }
}
