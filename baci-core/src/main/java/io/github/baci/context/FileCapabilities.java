package io.github.baci.context;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import io.github.baci.layer.NamePath;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Reads {@code security.capability}, which Java has no way to, by the C library. */
final class FileCapabilities {
  private static final byte[] NAME = nulTerminated("security.capability");

  /** The largest value that Linux has for it is 24 bytes. */
  private static final int MAXIMUM = 64;

  private final Optional<LibC> libC;

  private FileCapabilities(Optional<LibC> libC) {
    this.libC = libC;
  }

  /** Loads the library when it is first needed. */
  static final class Holder {
    static final FileCapabilities INSTANCE = new FileCapabilities(load());

    private Holder() {}

    private static Optional<LibC> load() {
      try {
        return Optional.of(Native.load("c", LibC.class));
      } catch (LinkageError e) {
        // Where JNA has no library of its own, as on rare processors, there is no way to ask.
        return Optional.empty();
      }
    }
  }

  interface LibC extends Library {
    NativeLong lgetxattr(byte[] path, byte[] name, byte[] value, NativeLong size);
  }

  Optional<byte[]> read(Path file) {
    if (libC.isEmpty()) {
      return Optional.empty();
    }
    byte[] value = new byte[MAXIMUM];
    long length =
        libC.get()
            .lgetxattr(nulTerminated(NamePath.text(file)), NAME, value, new NativeLong(MAXIMUM))
            .longValue();
    return length <= 0 ? Optional.empty() : Optional.of(Arrays.copyOf(value, (int) length));
  }

  private static byte[] nulTerminated(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_8);
  }
}
