package io.github.baci.maven;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard input, output and error, for what programs read and for applications. Maven 4 puts
 * streams in their place that make lines of its log of what is written; these are passed by.
 * Whoever runs Maven inside another program, or Maven 3 with a log file, has set streams of another
 * kind, which are kept.
 */
final class StandardStreams {
  private static final String OF_MAVEN = "org.apache.maven.";

  private StandardStreams() {}

  /** Returns standard output. To be flushed, and not to be closed. */
  static PrintStream out() {
    return real(System.out, FileDescriptor.out);
  }

  /** Returns standard error. To be flushed, and not to be closed. */
  static PrintStream err() {
    return real(System.err, FileDescriptor.err);
  }

  /**
   * Returns standard input; an empty one where Maven was started with a closed one, as the JVM's
   * own files take its number then.
   */
  static InputStream in() {
    return isOfTheJvm(Path.of("/proc/self/fd/0"), Path.of(System.getProperty("java.home")))
        ? InputStream.nullInputStream()
        : System.in;
  }

  /**
   * Returns whether a descriptor is of a file that the JVM opened for itself.
   *
   * @param descriptor a link to the file, as Linux has for each
   */
  static boolean isOfTheJvm(Path descriptor, Path javaHome) {
    try {
      return Files.isSymbolicLink(descriptor)
          && descriptor.toRealPath().startsWith(javaHome.resolve("lib").toRealPath());
    } catch (IOException e) {
      return false; // a pipe, or what is deleted
    }
  }

  private static PrintStream real(PrintStream current, FileDescriptor descriptor) {
    return isOfMaven(current.getClass().getName())
        ? new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8)
        : current;
  }

  /**
   * Returns whether a stream makes lines of a log.
   *
   * @param type the name of its class
   */
  static boolean isOfMaven(String type) {
    return type.startsWith(OF_MAVEN);
  }
}
