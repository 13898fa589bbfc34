package io.github.baci.build.copy;

import io.github.baci.context.ContextEntry;
import io.github.baci.context.FileKind;
import io.github.baci.layer.Attributes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A file or directory that can be copied, wherever it is. Links are not followed. */
interface SourceNode {
  /** Returns the name in its directory; empty for a root. */
  String name();

  FileKind kind();

  /** Returns what the copy has if the instruction says nothing else. */
  Attributes attributes();

  /** Returns the target of a symbolic link. */
  String linkTarget();

  /** Returns the major number of a device. */
  int major();

  /** Returns the minor number of a device. */
  int minor();

  /** Returns the nodes in a directory in the order of their names. */
  List<SourceNode> children();

  /** Returns what all names of one file share, if it may have several. */
  Optional<Object> sharedIdentity();

  /** Returns what it is in a build context, if it is in one. */
  default Optional<ContextEntry> contextEntry() {
    return Optional.empty();
  }

  /** Opens the bytes of a regular file, and nothing else. */
  FileRange open() throws IOException;

  /** Adds a regular file to a layer. */
  void writeTo(LayerOutput output, String path, Attributes attributes) throws IOException;

  /** Returns what tells the bytes of a regular file from all others: the same for the same. */
  byte[] contentKey();
}
