package io.github.baci.container.builder;

import io.github.baci.container.syscall.ExtendedAttributes;
import io.github.baci.container.syscall.FileCalls;
import io.github.baci.container.syscall.FileStatus;
import io.github.baci.container.traced.Owners;
import io.github.baci.layer.Attributes;
import io.github.baci.layer.LayerEntry;
import io.github.baci.layer.NamePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Traits that commands are told, of files that all belong to the user who builds. */
final class PretendedTraits implements FileTraits {
  private static final String OF_USERS = "user.";

  private final Owners owners;

  PretendedTraits(Owners owners) {
    this.owners = owners;
  }

  @Override
  public void give(Path file, LayerEntry.Content entry) throws IOException {
    String path = NamePath.text(file);
    Attributes attributes = entry.attributes();
    boolean isLink = entry instanceof LayerEntry.Symlink;
    Map<String, byte[]> kept = new TreeMap<>();
    for (Map.Entry<String, byte[]> xattr : attributes.xattrs().asMap().entrySet()) {
      if (xattr.getKey().startsWith(OF_USERS)) {
        LayerXattrs.set(path, entry.path(), xattr.getKey(), xattr.getValue());
      } else {
        kept.put(xattr.getKey(), xattr.getValue());
      }
    }
    FileStatus status = FileCalls.stat(FileCalls.CWD, path);
    int mode = attributes.mode();
    if (!isLink) {
      mode = Owners.realMode(attributes.mode(), status.isDirectory());
      FileCalls.chmod(FileCalls.CWD, path, mode);
    }
    boolean isReal = isLink || mode == attributes.mode();
    owners.put(
        Owners.device(status.device()),
        status.inode(),
        new Owners.Entry(
            (int) attributes.uid(),
            (int) attributes.gid(),
            isReal ? -1 : status.type() | attributes.mode(),
            0,
            kept));
  }

  @Override
  public void made(Path file) throws IOException {
    FileStatus status = FileCalls.stat(FileCalls.CWD, NamePath.text(file));
    owners.put(Owners.device(status.device()), status.inode(), Owners.Entry.ROOT);
  }

  @Override
  public FileStatus seen(FileStatus real) {
    return owners.see(real);
  }

  @Override
  public Map<String, byte[]> xattrs(Path file, FileStatus real) throws IOException {
    Map<String, byte[]> kept = owners.get(Owners.device(real.device()), real.inode()).xattrs();
    Map<String, byte[]> result = new TreeMap<>(kept);
    for (Map.Entry<String, byte[]> own : ExtendedAttributes.all(NamePath.text(file)).entrySet()) {
      if (own.getKey().startsWith(OF_USERS)) {
        result.put(own.getKey(), own.getValue());
      }
    }
    return result;
  }
}
