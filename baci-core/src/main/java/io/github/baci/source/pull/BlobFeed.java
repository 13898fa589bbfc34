package io.github.baci.source.pull;

import io.github.baci.oci.Descriptor;
import io.github.baci.registry.BlobSink;
import java.io.IOException;

/** Sends blobs. */
@FunctionalInterface
interface BlobFeed {
  /** Sends a blob to its end; what a sink has received already is not sent again. */
  void send(Descriptor blob, BlobSink sink) throws IOException, InterruptedException;
}
