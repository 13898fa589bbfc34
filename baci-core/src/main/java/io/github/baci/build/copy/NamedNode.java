package io.github.baci.build.copy;

import io.github.baci.context.FileKind;
import io.github.baci.layer.Attributes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A node under the name of the link that led to it. */
record NamedNode(SourceNode node, String name) implements SourceNode {
  @Override
  public FileKind kind() {
    return node.kind();
  }

  @Override
  public Attributes attributes() {
    return node.attributes();
  }

  @Override
  public String linkTarget() {
    return node.linkTarget();
  }

  @Override
  public int major() {
    return node.major();
  }

  @Override
  public int minor() {
    return node.minor();
  }

  @Override
  public List<SourceNode> children() {
    return node.children();
  }

  @Override
  public Optional<Object> sharedIdentity() {
    return node.sharedIdentity();
  }

  @Override
  public FileRange open() throws IOException {
    return node.open();
  }

  @Override
  public void writeTo(LayerOutput output, String path, Attributes attributes) throws IOException {
    node.writeTo(output, path, attributes);
  }

  @Override
  public byte[] contentKey() {
    return node.contentKey();
  }
}
