package io.github.baci.context;

import io.github.baci.layer.Xattrs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the extended attributes that go into an image: those of the {@code user} name space, and
 * the capabilities of executable files. Others belong to the machine, as SELinux labels do.
 */
final class XattrReader {
  private static final String CAPABILITY = "security.capability";

  private final boolean supported;
  private final boolean linux;

  XattrReader(Path directory) {
    this.supported =
        Files.getFileAttributeView(directory, UserDefinedFileAttributeView.class) != null;
    this.linux = System.getProperty("os.name").equals("Linux");
  }

  /**
   * Reads the attributes of a regular file or directory. Whatever else a file is, it has none: a
   * named pipe cannot be opened without waiting for somebody at its other end.
   */
  Xattrs read(ContextEntry entry) throws IOException {
    if (!supported || (entry.kind() != FileKind.FILE && entry.kind() != FileKind.DIRECTORY)) {
      return Xattrs.NONE;
    }
    Map<String, byte[]> values = new TreeMap<>();
    readUser(entry.file(), values);
    // Only an executable can use capabilities, and to ask for them costs the loading of JNA.
    if (linux && entry.kind() == FileKind.FILE && (entry.mode() & 0111) != 0) {
      capability(entry).ifPresent(value -> values.put(CAPABILITY, value));
    }
    return Xattrs.of(values);
  }

  private static void readUser(Path file, Map<String, byte[]> values) throws IOException {
    UserDefinedFileAttributeView view =
        Files.getFileAttributeView(
            file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    Iterable<String> names;
    try {
      names = view.list();
    } catch (FileSystemException e) {
      // The file system has no extended attributes, or the file may not be opened; if its bytes
      // are wanted too, that is an error of its own.
      return;
    }
    for (String name : names) {
      ByteBuffer value = ByteBuffer.allocate(view.size(name));
      view.read(name, value);
      values.put("user." + name, java.util.Arrays.copyOf(value.array(), value.position()));
    }
  }

  private static Optional<byte[]> capability(ContextEntry entry) {
    return FileCapabilities.Holder.INSTANCE.read(entry.file());
  }
}
