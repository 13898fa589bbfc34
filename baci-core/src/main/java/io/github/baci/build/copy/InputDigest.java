package io.github.baci.build.copy;

import io.github.baci.api.Digest;
import io.github.baci.context.FileKind;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.Fingerprint;
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
  private final Fingerprint fingerprint = new Fingerprint();
  private final ExcludeFilter excludes;
  private final Map<Object, Integer> shared = new HashMap<>();
  private int files;

  InputDigest(ExcludeFilter excludes) {
    this.excludes = excludes;
  }

  void text(String text) {
    fingerprint.text(text);
  }

  void matches(List<SourceMatch> matches) {
    fingerprint.number(matches.size());
    for (SourceMatch match : matches) {
      fingerprint.text(match.name()).number(match.parents().size());
      for (SourceNode parent : match.parents()) {
        node(parent);
      }
      tree(excludes.top(match.node()));
    }
  }

  /** Returns how many regular files are in it. */
  int files() {
    return files;
  }

  Digest result() {
    return fingerprint.digest();
  }

  private void tree(ExcludeFilter.Kept place) {
    SourceNode node = place.node();
    node(node);
    if (node.kind() == FileKind.DIRECTORY) {
      List<ExcludeFilter.Kept> children = excludes.children(place);
      fingerprint.number(children.size());
      for (ExcludeFilter.Kept child : children) {
        tree(child);
      }
    }
  }

  private void node(SourceNode node) {
    Attributes attributes = node.attributes();
    fingerprint
        .text(node.name())
        .text(node.kind().name())
        .number(attributes.mode())
        .number((int) attributes.uid())
        .number((int) attributes.gid());
    if (attributes.xattrs().isEmpty()) {
      fingerprint.number(0);
    } else {
      Map<String, byte[]> xattrs = attributes.xattrs().asMap();
      fingerprint.number(xattrs.size());
      for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
        fingerprint.text(xattr.getKey()).bytes(xattr.getValue());
      }
    }
    switch (node.kind()) {
      case FILE -> {
        files++;
        fingerprint.bytes(node.contentKey());
      }
      case SYMLINK -> fingerprint.text(node.linkTarget());
      case CHARACTER_DEVICE, BLOCK_DEVICE -> fingerprint.number(node.major()).number(node.minor());
      default -> {}
    }
    if (node.kind() != FileKind.DIRECTORY) {
      Integer first =
          node.sharedIdentity()
              .map(identity -> shared.putIfAbsent(identity, shared.size()))
              .orElse(null);
      fingerprint.number(first == null ? -1 : first);
    }
  }
}
