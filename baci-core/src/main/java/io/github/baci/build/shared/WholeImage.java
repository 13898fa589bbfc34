package io.github.baci.build.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.api.ImageForm;
import io.github.baci.build.parts.ContextFiles;
import io.github.baci.build.parts.Parts;
import io.github.baci.build.parts.Piece;
import io.github.baci.compress.StoredMember;
import io.github.baci.json.JsonTree;
import io.github.baci.oci.Descriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a whole build wrote, as an OCI artifact: the config holds the key, the layers of the image
 * and the pieces of each file; the blobs are the pieces.
 *
 * @param key stands for all that the files depend on
 * @param layers the layers, those of the base image too, the lowest first
 * @param files the files that were written, in the order in which they were asked for
 * @param warnings what whoever takes them has to hear, as the build that wrote them did
 */
public record WholeImage(
    String key, List<LayerSize> layers, List<ImageFile> files, List<String> warnings)
    implements SharedRecord {
  static final RecordKind<WholeImage> KIND =
      new RecordKind<>("application/vnd.baci.image.v1+json", "baci-image-", WholeImage::read);

  private static final int MOST_PIECES = 20_000;
  private static final long LARGEST_FILE = 1L << 40;
  private static final int MOST_WARNINGS = 100;
  private static final int LONGEST_WARNING = 2_000;

  /** Copies the lists. */
  public WholeImage {
    layers = List.copyOf(layers);
    files = List.copyOf(files);
    warnings = List.copyOf(warnings);
  }

  /**
   * What a layer costs where it is missing.
   *
   * @param size the length of its compressed form in bytes
   */
  public record LayerSize(Digest diffId, long size) {}

  /**
   * One file.
   *
   * @param digests by what the image in it is known, as its form has it
   */
  record ImageFile(ImageForm form, List<Digest> digests, List<Piece> pieces) {
    /** Copies the lists. */
    ImageFile {
      digests = List.copyOf(digests);
      pieces = List.copyOf(pieces);
    }

    long size() {
      return pieces.stream().mapToLong(Piece::size).sum();
    }
  }

  /** Returns the pieces that are blobs, each once. */
  List<Piece.Blob> blobs() {
    Map<Digest, Piece.Blob> blobs = new LinkedHashMap<>();
    for (ImageFile file : files) {
      for (Piece piece : file.pieces()) {
        if (piece instanceof Piece.Blob blob) {
          blobs.put(blob.digest(), blob);
        }
      }
    }
    return List.copyOf(blobs.values());
  }

  /** Returns whether all that is to be taken of the build context is there. */
  boolean isMadeOf(ContextFiles context) {
    for (ImageFile file : files) {
      for (Piece piece : file.pieces()) {
        if (piece instanceof Piece.Stored stored && !context.have(stored.parts())) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public List<Descriptor> descriptors() {
    return blobs().stream().map(Piece.Blob::descriptor).toList();
  }

  @Override
  public byte[] config() {
    ObjectNode config = JsonTree.object();
    config.put("key", key);
    ArrayNode below = config.putArray("layers");
    for (LayerSize layer : layers) {
      below.addObject().put("diffId", layer.diffId().toString()).put("size", layer.size());
    }
    ArrayNode all = config.putArray("files");
    for (ImageFile file : files) {
      ObjectNode node = all.addObject().put("form", file.form().name());
      ArrayNode digests = node.putArray("digests");
      file.digests().forEach(digest -> digests.add(digest.toString()));
      ArrayNode pieces = node.putArray("pieces");
      for (Piece piece : file.pieces()) {
        if (piece instanceof Piece.Blob blob) {
          pieces.addObject().put("digest", blob.digest().toString()).put("size", blob.size());
        } else if (piece instanceof Piece.Stored stored) {
          ObjectNode made = pieces.addObject().put("digest", stored.digest().toString());
          stored.parts().write(made.putObject("stored"));
        } else if (piece instanceof Piece.Inline inline) {
          pieces.addObject().put("data", Base64.getEncoder().encodeToString(inline.bytes()));
        }
      }
    }
    if (!warnings.isEmpty()) {
      ArrayNode texts = config.putArray("warnings");
      warnings.forEach(texts::add);
    }
    return JsonTree.bytes(config);
  }

  private static WholeImage read(CacheArtifact artifact, String key) throws IOException {
    try {
      JsonNode config = JsonTree.read(artifact.config());
      if (!config.path("key").asText().equals(key)) {
        throw new IOException("it is the record of another image");
      }
      List<LayerSize> layers = new ArrayList<>();
      for (JsonNode layer : config.path("layers")) {
        layers.add(new LayerSize(digest(layer.path("diffId")), size(layer.path("size"))));
      }
      List<ImageFile> files = new ArrayList<>();
      for (JsonNode file : config.path("files")) {
        List<Digest> digests = new ArrayList<>();
        for (JsonNode digest : file.path("digests")) {
          digests.add(digest(digest));
        }
        ImageForm form = ImageForm.valueOf(file.path("form").asText());
        if (digests.size() != form.identities().size()) {
          throw new IOException("it does not say by what its image is known");
        }
        files.add(new ImageFile(form, digests, pieces(file.path("pieces"))));
      }
      return new WholeImage(key, layers, files, warnings(config.path("warnings")));
    } catch (BaciException | IllegalArgumentException e) {
      throw new IOException("it is damaged: " + e.getMessage(), e);
    }
  }

  /** Returns whether warnings can be shared: they are few, short, and for people to read. */
  static boolean areShareable(List<String> warnings) {
    for (String warning : warnings) {
      if (warning.length() > LONGEST_WARNING || warning.chars().anyMatch(Character::isISOControl)) {
        return false;
      }
    }
    return warnings.size() <= MOST_WARNINGS;
  }

  private static List<String> warnings(JsonNode nodes) throws IOException {
    List<String> warnings = new ArrayList<>();
    for (JsonNode node : nodes) {
      warnings.add(node.asText());
    }
    if (!areShareable(warnings)) {
      throw new IOException("its warnings are none that a build gives");
    }
    return warnings;
  }

  private static List<Piece> pieces(JsonNode nodes) throws IOException {
    List<Piece> pieces = new ArrayList<>();
    long size = 0;
    for (JsonNode node : nodes) {
      Piece piece = piece(node);
      pieces.add(piece);
      size += piece.size();
      if (pieces.size() > MOST_PIECES || size > LARGEST_FILE) {
        throw new IOException("it is larger than any image");
      }
    }
    return pieces;
  }

  private static Piece piece(JsonNode node) throws IOException {
    if (node.has("data")) {
      return new Piece.Inline(Base64.getDecoder().decode(node.path("data").asText()));
    }
    Digest digest = digest(node.path("digest"));
    if (!node.has("stored")) {
      return new Piece.Blob(digest, size(node.path("size")));
    }
    Parts parts = Parts.read(node.path("stored"));
    if (parts.size() > StoredMember.MOST) {
      throw new IOException("a piece of it is larger than any");
    }
    return new Piece.Stored(digest, parts);
  }

  private static Digest digest(JsonNode node) {
    return Digest.parse(node.asText());
  }

  private static long size(JsonNode node) throws IOException {
    long size = node.asLong(-1);
    if (size < 0 || size > LARGEST_FILE) {
      throw new IOException("it has no size");
    }
    return size;
  }
}
