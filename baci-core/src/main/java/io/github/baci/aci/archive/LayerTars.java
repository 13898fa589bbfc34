package io.github.baci.aci.archive;

import io.github.baci.layer.Layer;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The tars of layers, opened when they are first read. For one thread. */
final class LayerTars implements AutoCloseable {
  private final Map<Path, FileChannel> channels = new HashMap<>();

  /** Returns the tar of a layer. */
  FileChannel open(Layer layer) throws IOException {
    FileChannel channel = channels.get(layer.tar());
    if (channel == null) {
      channel = FileChannel.open(layer.tar());
      channels.put(layer.tar(), channel);
    }
    return channel;
  }

  @Override
  public void close() throws IOException {
    for (FileChannel channel : channels.values()) {
      channel.close();
    }
  }
}
