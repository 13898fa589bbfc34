package io.github.baci.build.parts;

import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.compress.StoredMember;
import io.github.baci.json.JsonTree;
import io.github.baci.layer.Layer;
import io.github.baci.layer.LayerReader;
import io.github.baci.source.pull.RepositoryLayers;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Layers that do not shrink and consist of files of the build context, as those of jars and
 * archives do: in place of their bytes, a repository has {@link Parts} of the uncompressed layer.
 * Whoever needs the layer makes it of the files, and makes sure of its diff ID.
 */
public final class LayerParts implements RepositoryLayers.Recipe {
  /** The media type of a document that stands for a layer. */
  public static final String MEDIA_TYPE = "application/vnd.baci.layer.parts.v1+json";

  private static final int SLICE = 1 << 20;
  private static final int LARGEST = 16 << 20;

  /** A layer shrinks if more than one of so many of its bytes are in slices that do. */
  private static final int SHRINKING = 8;

  /** No layer is made that has more bytes than so many copies of all files. */
  private static final int MOST_COPIES = 8;

  private final ContextFiles files;
  private final Map<Digest, Optional<byte[]>> known = new ConcurrentHashMap<>();

  /** Makes layers of these files. */
  public LayerParts(ContextFiles files) {
    this.files = files;
  }

  /**
   * Returns the document that stands for a layer.
   *
   * @return nothing, if the layer shrinks, or too much of it is in no file
   */
  public Optional<byte[]> of(Layer layer) throws IOException {
    Optional<byte[]> document = known.get(layer.diffId());
    if (document == null) {
      document = find(layer);
      known.put(layer.diffId(), document);
    }
    return document;
  }

  private Optional<byte[]> find(Layer layer) throws IOException {
    try (LayerReader tar = layer.open()) {
      // What shrinks is told by a sample; for the rest the files of the context are read.
      if (tar.size() < ContextFiles.LEAST || shrinks(tar)) {
        return Optional.empty();
      }
      Optional<PartFinder> opened = PartFinder.of(files);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      List<Part> parts = new ArrayList<>();
      try (PartFinder finder = opened.get()) {
        byte[] slice = new byte[SLICE];
        for (long from = 0; from < tar.size(); from += SLICE) {
          parts.addAll(finder.find(slice, read(tar, from, slice)));
        }
      }
      Parts all = new Parts(parts);
      return all.areWorthIt() && isModest(all)
          ? Optional.of(all.document()).filter(document -> document.length <= LARGEST)
          : Optional.empty();
    }
  }

  private static boolean shrinks(LayerReader tar) throws IOException {
    byte[] slice = new byte[SLICE];
    long shrinking = 0;
    for (long from = 0; from < tar.size(); from += SLICE) {
      int length = read(tar, from, slice);
      shrinking += StoredMember.isFor(slice, length) ? 0 : length;
      if (shrinking * SHRINKING > tar.size()) {
        return true;
      }
    }
    return false;
  }

  /** Whoever writes records could else fill disks with one file, again and again. */
  private boolean isModest(Parts parts) {
    return parts.size() / MOST_COPIES <= files.total();
  }

  /** Reads a slice, and returns how long it is: all but the last have one length. */
  private static int read(LayerReader tar, long from, byte[] target) throws IOException {
    int length = (int) Math.min(SLICE, tar.size() - from);
    ByteBuffer rest = ByteBuffer.wrap(target, 0, length);
    while (rest.hasRemaining()) {
      if (tar.read(rest, from + rest.position()) < 0) {
        throw new EOFException();
      }
    }
    return length;
  }

  @Override
  public boolean isFor(String mediaType) {
    return mediaType.equals(MEDIA_TYPE);
  }

  @Override
  public long largest() {
    return LARGEST;
  }

  @Override
  public InputStream open(byte[] document) throws IOException {
    Parts parts;
    try {
      parts = Parts.read(JsonTree.read(document));
    } catch (BaciException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
    if (!isModest(parts)) {
      throw new IOException("it takes more of the build context than there is");
    }
    return new PartsInput(parts, files.reading());
  }
}
