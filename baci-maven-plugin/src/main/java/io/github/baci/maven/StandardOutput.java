package io.github.baci.maven;

import io.github.baci.api.OutputListener;
import java.io.PrintStream;

/** Passes the output of an application on as it is, without Maven's prefixes. */
final class StandardOutput implements OutputListener {

  @Override
  public void stdout(byte[] bytes) {
    write(StandardStreams.out(), bytes);
  }

  @Override
  public void stderr(byte[] bytes) {
    write(StandardStreams.err(), bytes);
  }

  private static void write(PrintStream stream, byte[] bytes) {
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }
}
