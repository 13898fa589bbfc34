package io.github.baci.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Renders ACIs in the two ways in which it is done in the world, simply and without any code of the
 * project: a judge of what is written. All images are given as a chain, each but the lowest
 * depending on the one before.
 */
public final class ReferenceRendering {
  private static final int SHORT = 1000;
  private static final String TOUCHED = "when it was rendered";

  private static final AciContents.Entry MADE =
      new AciContents.Entry(
          '5', 0, -1, -1, "made on the way", "", Collections.emptySortedMap(), new byte[0]);

  private final NavigableMap<String, Inode> files = new TreeMap<>();

  /** A file or directory; the names of one file share it. */
  private static final class Inode {
    private AciContents.Entry entry;
    private String mtime;

    Inode(AciContents.Entry entry) {
      become(entry);
    }

    void become(AciContents.Entry newEntry) {
      entry = newEntry;
      mtime = newEntry.mtime();
    }

    boolean isDirectory() {
      return entry.type() == '5';
    }
  }

  private ReferenceRendering() {}

  /**
   * Renders as the App Container Specification tells it: each image is unpacked over the ones
   * below, then what its path whitelist does not name is removed.
   *
   * @return for each path of the root file system what is there: type, mode, owner, time, link
   *     target, extended attributes, content, and the first of all names of the same file
   */
  public static SortedMap<String, String> upwards(List<AciContents> lowestFirst) {
    ReferenceRendering rendering = new ReferenceRendering();
    for (AciContents image : lowestFirst) {
      rendering.unpackOver(image);
      Set<String> listed = whitelist(image);
      rendering.files.keySet().removeIf(name -> !listed.isEmpty() && !listed.contains(name));
    }
    return rendering.describe(true);
  }

  /**
   * Renders as rkt does: from the top down, and of each image only what none above has and the
   * uppermost whitelist names; nothing is ever overwritten. Times of directories are not told, as
   * rkt does not keep them.
   */
  public static SortedMap<String, String> downwards(List<AciContents> lowestFirst) {
    ReferenceRendering rendering = new ReferenceRendering();
    Map<String, Character> taken = new HashMap<>();
    Set<String> upper = Set.of();
    for (int i = lowestFirst.size() - 1; i >= 0; i--) {
      Set<String> own = whitelist(lowestFirst.get(i));
      rendering.unpackUnder(lowestFirst.get(i), taken, own, upper);
      upper = upper.isEmpty() ? own : upper;
    }
    return rendering.describe(false);
  }

  private void unpackOver(AciContents image) {
    List<String> inArchive = new ArrayList<>();
    Set<String> touched = new HashSet<>();
    image
        .entries()
        .forEach(
            (name, entry) -> {
              if (name.equals("manifest")) {
                return;
              }
              Inode present = files.get(name);
              if (entry.type() == '5' && present != null && present.isDirectory()) {
                present.become(entry);
              } else {
                files.keySet().removeIf(path -> path.equals(name) || path.startsWith(name + "/"));
                touched.add(parent(name));
                files.put(name, inode(entry, inArchive));
              }
              inArchive.add(name);
              makeDirectories(parent(name));
            });
    // Unpacking tools set the times of directories last, of those that the archive has.
    touched.removeAll(inArchive);
    touched.stream()
        .map(files::get)
        .filter(Objects::nonNull)
        .forEach(directory -> directory.mtime = TOUCHED);
  }

  private void unpackUnder(
      AciContents image, Map<String, Character> taken, Set<String> own, Set<String> upper) {
    image
        .entries()
        .forEach(
            (name, entry) -> {
              boolean wanted =
                  name.equals("rootfs")
                      || (!name.equals("manifest")
                          && (own.isEmpty() || entry.type() == '5' || own.contains(name))
                          && (upper.isEmpty() || upper.contains(name))
                          && !taken.containsKey(name)
                          && !isBelowFile(name, taken));
              if (!wanted) {
                return;
              }
              taken.put(name, entry.type());
              if (entry.type() == '5') {
                files.put(name, new Inode(entry));
              } else {
                expect(!files.containsKey(name), name + " would be overwritten");
                files.put(name, inode(entry, files.keySet()));
              }
              makeDirectories(parent(name));
            });
  }

  /** Makes what an unpacking tool makes itself, so that it shows if nobody says more of it. */
  private void makeDirectories(String path) {
    for (String each = path; !each.isEmpty(); each = parent(each)) {
      Inode present = files.get(each);
      expect(present == null || present.entry.type() != '2', each + " would be followed");
      if (present == null || !present.isDirectory()) {
        files.put(each, new Inode(MADE));
      }
    }
  }

  private static boolean isBelowFile(String name, Map<String, Character> taken) {
    for (String each = parent(name); !each.isEmpty(); each = parent(each)) {
      if (taken.getOrDefault(each, '5') != '5') {
        return true;
      }
    }
    return false;
  }

  private Inode inode(AciContents.Entry entry, Iterable<String> linkable) {
    if (entry.type() != '1') {
      return new Inode(entry);
    }
    boolean found = false;
    for (String each : linkable) {
      found |= each.equals(entry.link());
    }
    expect(found, "the hard link to " + entry.link() + " has no target");
    Inode target = files.get(entry.link());
    expect(target.entry.mode() == entry.mode(), "a hard link with another mode");
    return target;
  }

  private SortedMap<String, String> describe(boolean timesOfDirectories) {
    IdentityHashMap<Inode, String> firstNames = new IdentityHashMap<>();
    SortedMap<String, String> described = new TreeMap<>();
    files.forEach(
        (name, inode) -> {
          AciContents.Entry entry = inode.entry;
          String first = firstNames.computeIfAbsent(inode, key -> name);
          described.put(
              name,
              "%s %o %d:%d %s %s %s %s %s"
                  .formatted(
                      entry.type(),
                      entry.mode(),
                      entry.uid(),
                      entry.gid(),
                      inode.isDirectory() && !timesOfDirectories ? "" : inode.mtime,
                      entry.link(),
                      entry.xattrs(),
                      content(entry),
                      first));
        });
    return described;
  }

  /** Returns the content of a file, or what stands for it if it is long. */
  private static String content(AciContents.Entry entry) {
    return entry.content().length <= SHORT
        ? entry.text()
        : "%,d bytes, hash %x".formatted(entry.content().length, Arrays.hashCode(entry.content()));
  }

  private static Set<String> whitelist(AciContents image) {
    Set<String> paths = new HashSet<>();
    for (JsonNode path : image.manifest().path("pathWhitelist")) {
      expect(path.asText().startsWith("/"), path + " is not absolute");
      paths.add("rootfs" + (path.asText().equals("/") ? "" : path.asText()));
    }
    if (!paths.isEmpty()) {
      paths.add("rootfs");
    }
    return paths;
  }

  private static String parent(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private static void expect(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
