package io.github.baci.build.parts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.baci.api.BaciException;
import io.github.baci.api.Digest;
import io.github.baci.json.JsonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * What some bytes consist of, if most of them are in files of the build context: so they need not
 * be sent. As JSON: {@code parts}, each with the length of a {@code literal}, or a {@code file}
 * with {@code offset} and {@code size}; and {@code literals}, the bytes of the first kind one after
 * the other, deflated (RFC 1950) and in Base64.
 *
 * @param list the parts, in the order of the bytes
 */
public record Parts(List<Part> list) {
  private static final int MOST_PARTS = 200_000;
  private static final int MOST_LITERALS = 64 << 20;

  /** Of so many bytes all but one may not be in files, or they are sent. */
  private static final int LEAST_KNOWN = 8;

  /** Copies the list. */
  public Parts {
    list = List.copyOf(list);
  }

  /** Returns how many bytes they are. */
  public long size() {
    return list.stream().mapToLong(Part::size).sum();
  }

  /** Returns whether so much of the bytes is in files that the rest is worth its place. */
  boolean areWorthIt() {
    long literals = 0;
    for (Part part : list) {
      literals += part instanceof Part.Literal ? part.size() : 0;
    }
    return literals * LEAST_KNOWN < size()
        && literals <= MOST_LITERALS
        && list.size() <= MOST_PARTS;
  }

  /** Adds them to a document. */
  public void write(ObjectNode node) {
    ArrayNode all = node.putArray("parts");
    ByteArrayOutputStream literals = new ByteArrayOutputStream();
    for (Part part : list) {
      if (part instanceof Part.Literal literal) {
        all.addObject().put("literal", literal.size());
        literals.writeBytes(literal.bytes());
      } else if (part instanceof Part.OfFile of) {
        all.addObject()
            .put("file", of.file().toString())
            .put("offset", of.offset())
            .put("size", of.size());
      }
    }
    if (literals.size() > 0) {
      node.put("literals", Base64.getEncoder().encodeToString(deflate(literals.toByteArray())));
    }
  }

  /**
   * Reads them as they were written.
   *
   * @throws IOException if they are damaged, or more than any image has
   */
  public static Parts read(JsonNode node) throws IOException {
    JsonNode described = node.path("parts");
    if (!described.isArray()) {
      throw new IOException("it does not say what its parts are");
    }
    if (described.size() > MOST_PARTS) {
      throw new IOException("it has more parts than any image");
    }
    long wanted = 0;
    for (JsonNode each : described) {
      wanted += each.has("literal") ? length(each.path("literal")) : 0;
    }
    if (wanted > MOST_LITERALS) {
      throw new IOException("it is larger than any image");
    }
    try {
      byte[] literals = new byte[(int) wanted];
      if (wanted > 0) {
        inflate(Base64.getDecoder().decode(node.path("literals").asText()), literals);
      }
      List<Part> parts = new ArrayList<>();
      int at = 0;
      for (JsonNode each : described) {
        if (each.has("literal")) {
          byte[] bytes = new byte[length(each.path("literal"))];
          System.arraycopy(literals, at, bytes, 0, bytes.length);
          at += bytes.length;
          parts.add(new Part.Literal(bytes));
        } else {
          long offset = each.path("offset").asLong(-1);
          if (offset < 0) {
            throw new IOException("a part of it begins nowhere");
          }
          Digest file = Digest.parse(each.path("file").asText());
          parts.add(new Part.OfFile(file, offset, length(each.path("size"))));
        }
      }
      return new Parts(parts);
    } catch (BaciException | IllegalArgumentException | DataFormatException e) {
      throw new IOException("its parts are damaged: " + e.getMessage(), e);
    }
  }

  private static int length(JsonNode node) throws IOException {
    int length = node.asInt(-1);
    if (length < 0) {
      throw new IOException("a part of it has no length");
    }
    return length;
  }

  /** Returns a document of its own. */
  byte[] document() {
    ObjectNode document = JsonTree.object();
    write(document);
    return JsonTree.bytes(document);
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[8 << 10];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void inflate(byte[] deflated, byte[] target) throws DataFormatException {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(deflated);
      int done = 0;
      while (done < target.length) {
        int count = inflater.inflate(target, done, target.length - done);
        if (count == 0) {
          throw new DataFormatException("literals are missing");
        }
        done += count;
      }
    } finally {
      inflater.end();
    }
  }
}
