package io.github.baci.build.copy;

import io.github.baci.api.Digest;
import io.github.baci.context.FileKind;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.NameBytes;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The digest of what an instruction copies: names, types, modes, link targets, contents, extended
 * attributes, and which names are one file. Times are no part of it, so that a fresh checkout of
 * the same files gives the same. Owners are, as those of a stage are copied; a context's are all
 * 0:0.
 */
final class InputDigest {
  private static final int BUFFER = 64 * 1024;

  private final MessageDigest digest = Digest.Algorithm.SHA256.newMessageDigest();
  private final DataOutputStream out =
      new DataOutputStream(
          new java.io.BufferedOutputStream(
              new DigestOutputStream(OutputStream.nullOutputStream(), digest), BUFFER));
  private final ExcludeFilter excludes;
  private final Map<Object, Integer> shared = new HashMap<>();

  InputDigest(ExcludeFilter excludes) {
    this.excludes = excludes;
  }

  void text(String text) {
    try {
      bytes(NameBytes.encode(text));
    } catch (IOException e) {
      throw new UncheckedIOException("a digest never fails", e);
    }
  }

  void matches(List<SourceMatch> matches) {
    try {
      out.writeInt(matches.size());
      for (SourceMatch match : matches) {
        bytes(NameBytes.encode(match.name()));
        out.writeInt(match.parents().size());
        for (SourceNode parent : match.parents()) {
          node(parent);
        }
        tree(excludes.top(match.node()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a digest never fails", e);
    }
  }

  Digest result() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a digest never fails", e);
    }
    return Digest.sha256(digest.digest());
  }

  private void tree(ExcludeFilter.Kept place) throws IOException {
    SourceNode node = place.node();
    node(node);
    if (node.kind() == FileKind.DIRECTORY) {
      List<ExcludeFilter.Kept> children = excludes.children(place);
      out.writeInt(children.size());
      for (ExcludeFilter.Kept child : children) {
        tree(child);
      }
    }
  }

  private void node(SourceNode node) throws IOException {
    Attributes attributes = node.attributes();
    bytes(NameBytes.encode(node.name()));
    bytes(NameBytes.encode(node.kind().name()));
    out.writeInt(attributes.mode());
    out.writeInt((int) attributes.uid());
    out.writeInt((int) attributes.gid());
    Map<String, byte[]> xattrs = attributes.xattrs().asMap();
    out.writeInt(xattrs.size());
    for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
      bytes(NameBytes.encode(xattr.getKey()));
      bytes(xattr.getValue());
    }
    switch (node.kind()) {
      case FILE -> bytes(node.contentKey());
      case SYMLINK -> bytes(NameBytes.encode(node.linkTarget()));
      case CHARACTER_DEVICE, BLOCK_DEVICE -> {
        out.writeInt(node.major());
        out.writeInt(node.minor());
      }
      default -> {}
    }
    if (node.kind() != FileKind.DIRECTORY) {
      Integer first =
          node.sharedIdentity()
              .map(identity -> shared.putIfAbsent(identity, shared.size()))
              .orElse(null);
      out.writeInt(first == null ? -1 : first);
    }
  }

  private void bytes(byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }
}
