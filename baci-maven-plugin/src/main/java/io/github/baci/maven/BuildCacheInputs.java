package io.github.baci.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
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
  private static final String PREFIX = "maven.build.cache.input";
  private static final String GLOB = PREFIX + ".glob";
  private static final String PLUGIN = "baci-maven-plugin";

  private record Place(Path path, String glob, boolean recursive) {
    /** As the extension does, finds no hidden files, and none below hidden directories. */
    boolean has(Path file) {
      if (file.equals(path)) {
        return true;
      }
      if (!file.startsWith(path) || (!recursive && !path.equals(file.getParent()))) {
        return false;
      }
      for (Path name : path.relativize(file)) {
        if (name.toString().startsWith(".")) {
          return false;
        }
      }
      return file.getFileSystem().getPathMatcher("glob:" + glob).matches(file.getFileName());
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
    Path place = baseDirectory.resolve(path.strip()).normalize();
    // Of a directory that the project is in, the extension looks at the files alone.
    places.add(new Place(place, glob, recursive && !baseDirectory.startsWith(place)));
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

  /** Returns whether a change of a file is noticed, or does not count as the goal runs anyway. */
  boolean has(Path file) {
    return runsAlways || disabled || places.stream().anyMatch(place -> place.has(file));
  }
}
